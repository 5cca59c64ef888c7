package dev.oneloop;

import dev.oneloop.simulation.Simulation;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes loops with other than the standard settings: see {@link Loops#builder()}.
 *
 * <p>One of the last methods ({@code manual}, {@code start}, {@code on}, ...) makes the loop. A
 * builder is confined to one thread, and may make several loops.
 */
public final class LoopBuilder {
  private static final AtomicInteger UNNAMED = new AtomicInteger();

  LoopExceptionHandler exceptionHandler = LoopExceptionHandler.standard();
  ThreadFactory threadFactory = this::newDaemonThread;
  Duration shutdownGrace = Duration.ofSeconds(2);
  boolean debug = Boolean.getBoolean("dev.oneloop.debug");
  int taskBudget;
  long timeBudget;
  int maxPending;
  private @Nullable LoopClock clock;
  final List<LoopListener> listeners = new ArrayList<>();
  @Nullable UnaryOperator<Runnable> taskDecorator;

  /** Of the simulated loop that is being made. */
  Simulation simulation = Simulation.fifo();

  private @Nullable Waiter waiter;
  private @Nullable String name;

  LoopBuilder() {}

  /**
   * The name of the loop, and of its thread if it has one. The standard is {@code loop-1} and so
   * on.
   */
  public LoopBuilder name(String newName) {
    name = Objects.requireNonNull(newName, "name");
    return this;
  }

  /** The clock by which all timers go. The standard is {@link LoopClock#system()}. */
  public LoopBuilder clock(LoopClock newClock) {
    clock = Objects.requireNonNull(newClock, "clock");
    return this;
  }

  /** How the loop sleeps, if it has a thread to itself. A waiter serves one loop only. */
  public LoopBuilder waiter(Waiter newWaiter) {
    waiter = Objects.requireNonNull(newWaiter, "waiter");
    return this;
  }

  /** Where failures end. The standard is {@link LoopExceptionHandler#standard()}. */
  public LoopBuilder exceptionHandler(LoopExceptionHandler handler) {
    exceptionHandler = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /** Who is told what the loop does. If called again, they are told one after the other. */
  public LoopBuilder listener(LoopListener newListener) {
    listeners.add(Objects.requireNonNull(newListener, "listener"));
    return this;
  }

  /**
   * Makes the thread of {@link #start()}. The standard makes daemon threads with the loop's name.
   */
  public LoopBuilder threadFactory(ThreadFactory factory) {
    threadFactory = Objects.requireNonNull(factory, "factory");
    return this;
  }

  /**
   * How many tasks a turn runs at most. The standard is 256 on a host, 1024 on an own thread, and
   * no limit where the owner drives.
   */
  public LoopBuilder turnBudget(int tasks) {
    if (tasks <= 0) {
      throw new IllegalArgumentException("A turn must run at least one task, not " + tasks);
    }
    taskBudget = tasks;
    return this;
  }

  /**
   * How long a turn may last in real time; looked at every 32 tasks. The standard is 4 ms on a
   * host, no limit elsewhere.
   */
  public LoopBuilder turnBudget(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("A turn must last longer than " + time);
    }
    timeBudget = Deadlines.saturatedNanos(time);
    return this;
  }

  /**
   * Wraps every task at its submission, on the submitting thread: the way to carry context (MDC,
   * OpenTelemetry, Micrometer) to where the task runs, for all adapters alike.
   */
  public LoopBuilder taskDecorator(UnaryOperator<Runnable> decorator) {
    taskDecorator = Objects.requireNonNull(decorator, "decorator");
    return this;
  }

  /**
   * How many tasks and timers may be waiting. Submissions beyond throw {@link
   * java.util.concurrent.RejectedExecutionException}. The standard is no limit.
   */
  public LoopBuilder maxPending(int tasks) {
    if (tasks <= 0) {
      throw new IllegalArgumentException("maxPending must be positive, not " + tasks);
    }
    maxPending = tasks;
    return this;
  }

  /**
   * Whether to remember where each task was submitted, and to name it in failures. Costs a stack
   * trace for each submission. Also logs {@linkplain dev.oneloop.diagnostics.SlowTasks slow tasks}.
   * The standard is the system property {@code dev.oneloop.debug}.
   */
  public LoopBuilder debug(boolean enabled) {
    debug = enabled;
    return this;
  }

  /** How long a shutdown waits for what its hooks wait for. The standard is two seconds. */
  public LoopBuilder shutdownGrace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("The grace period cannot be negative: " + grace);
    }
    shutdownGrace = grace;
    return this;
  }

  /** Makes a loop that its owner drives. */
  public ManualLoop manual() {
    return new CallerLoop(this, clock(), takeWaiter());
  }

  /** Makes a loop with a thread of its own, and starts it. */
  public ManagedLoop start() {
    ThreadLoop loop = new ThreadLoop(this, takeWaiter());
    loop.start();
    return loop;
  }

  /** Makes a loop with a thread of its own that also waits for channels, and starts it. */
  public IoLoop selecting() {
    SelectingThreadLoop loop = new SelectingThreadLoop(this, selectorWaiter());
    loop.start();
    return loop;
  }

  /** Makes a loop that its owner drives and that also waits for channels. */
  public ManualIoLoop selectingManual() {
    return new SelectingCallerLoop(this, selectorWaiter());
  }

  /** Makes a loop on a foreign run loop's thread. */
  public ManagedLoop on(LoopHost host) {
    return new HostedLoop(this, Objects.requireNonNull(host, "host"));
  }

  /**
   * Makes a loop on a foreign run loop's thread that also waits for channels: a daemon thread of
   * its own selects, and does nothing else; handlers run on the host's thread.
   *
   * <p>An event takes two hops between threads more than on a loop that selects itself.
   */
  public IoLoop selectingOn(LoopHost host) {
    Objects.requireNonNull(host, "host");
    return new SelectingHostedLoop(
        this, host, new SelectorThread(Selector::open, name() + "-selector"));
  }

  /** Makes a loop on an executor: on its thread, or, if it has many, as a strand on them. */
  public ManagedLoop on(Executor executor) {
    return on((LoopHost) Objects.requireNonNull(executor, "executor")::execute);
  }

  /**
   * Makes a loop in virtual time that is exactly on time and first in, first out.
   *
   * @throws IllegalStateException if a clock was set that is not a {@link VirtualClock}
   */
  public SimulatedLoop simulated() {
    return simulated(Simulation.fifo());
  }

  /**
   * Makes a loop in virtual time.
   *
   * @param how whether it tries out what else might happen, and what
   * @throws IllegalStateException if a clock was set that is not a {@link VirtualClock}
   */
  public SimulatedLoop simulated(Simulation how) {
    simulation = Objects.requireNonNull(how, "how");
    LoopClock chosen = clock == null ? new VirtualClock() : clock;
    if (!(chosen instanceof VirtualClock virtual)) {
      throw new IllegalStateException("A simulated loop needs a VirtualClock, not " + chosen);
    }
    return new SimLoop(this, virtual);
  }

  /** The name that was set, or the next free one, which then stays. */
  String name() {
    if (name == null) {
      name = "loop-" + UNNAMED.incrementAndGet();
    }
    return name;
  }

  LoopClock clock() {
    return clock == null ? LoopClock.system() : clock;
  }

  private Waiter takeWaiter() {
    Waiter taken = waiter;
    waiter = null;
    return taken == null ? new ParkWaiter() : taken;
  }

  private SelectorWaiter selectorWaiter() {
    if (waiter != null) {
      throw new IllegalStateException("A selecting loop sleeps in its selector, not by " + waiter);
    }
    return new SelectorWaiter(Selector::open);
  }

  private Thread newDaemonThread(Runnable task) {
    Thread thread = new Thread(task, name());
    thread.setDaemon(true);
    return thread;
  }
}
