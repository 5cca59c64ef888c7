package dev.oneloop.testkit;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopClock;
import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.LoopFailure;
import dev.oneloop.Registration;
import dev.oneloop.TimerHandle;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A loop that is none of ours: what somebody would write over the executor that they have. */
final class ForeignLoop implements EventLoop {
  private final LoopExceptionHandler handler;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> thread = new Thread(task, "foreign"));
  private final PriorityBlockingQueue<Timer> timers = new PriorityBlockingQueue<>();
  private final Queue<Runnable> hooks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean shutdown = new AtomicBoolean();
  private final AtomicLong sequence = new AtomicLong();
  private volatile @Nullable Thread thread;

  ForeignLoop(LoopExceptionHandler handler) {
    this.handler = handler;
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    // Not while it shuts down: what this executor takes then it may drop without a word.
    synchronized (executor) {
      executor.execute(() -> run(task));
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it is not what is cancelled
  public TimerHandle scheduleAt(long deadlineNanos, Runnable task) {
    Timer timer = new Timer(deadlineNanos, task);
    timers.add(timer);
    // The executor only wakes: it would not keep the order of equal deadlines.
    executor.schedule(this::runDue, deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    return timer;
  }

  /** Called once for each timer, not before its time. */
  private void runDue() {
    Timer first = timers.peek();
    if (first != null && first.deadline - System.nanoTime() <= 0) {
      timers.remove(first);
      Runnable task = first.getAndSet(null);
      if (task != null) {
        run(task);
      }
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      report(LoopFailure.of("A task threw", e, task));
    }
  }

  @Override
  public LoopClock clock() {
    return LoopClock.system();
  }

  @Override
  public boolean inEventLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void report(LoopFailure failure) {
    try {
      handler.handle(this, failure);
    } catch (RuntimeException | Error e) {
      LoopExceptionHandler.standard().handle(this, failure);
    }
  }

  @Override
  public boolean isShutdown() {
    return shutdown.get();
  }

  @Override
  public Registration onShutdown(Runnable hook) {
    hooks.add(Objects.requireNonNull(hook, "hook"));
    if (shutdown.get() && hooks.remove(hook)) {
      hook.run();
    }
    return () -> hooks.remove(hook);
  }

  /** Shuts down, and waits until nothing is left. */
  void end() throws InterruptedException {
    if (shutdown.compareAndSet(false, true)) {
      execute(this::runHooks);
      // What the hooks submit comes later still, and runs: it has no delay.
      execute(this::shutDown);
    }
    executor.awaitTermination(1, TimeUnit.MINUTES);
    for (Timer timer; (timer = timers.poll()) != null; ) {
      timer.cancel();
    }
  }

  private void shutDown() {
    synchronized (executor) {
      executor.shutdown();
    }
  }

  private void runHooks() {
    for (Runnable hook; (hook = hooks.poll()) != null; ) {
      run(hook);
    }
  }

  /** Its value is what to run, until that has started or was cancelled. */
  private final class Timer extends AtomicReference<@Nullable Runnable>
      implements TimerHandle, Comparable<Timer> {
    private static final long serialVersionUID = 1L;
    private final long deadline;
    private final long number = sequence.getAndIncrement();
    private volatile boolean cancelled;

    Timer(long deadline, Runnable task) {
      super(Objects.requireNonNull(task, "task"));
      this.deadline = deadline;
    }

    @Override
    public boolean cancel() {
      boolean first = getAndSet(null) != null;
      cancelled |= first;
      timers.remove(this);
      return first;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public long deadline() {
      return deadline;
    }

    @Override
    public int compareTo(Timer other) {
      long difference = deadline - other.deadline;
      return Long.signum(difference == 0 ? number - other.number : difference);
    }
  }
}
