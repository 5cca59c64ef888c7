package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all loops share: submission, timers and the turn. Subclasses drive it: they say who calls
 * {@link #turn()}, and how to {@linkplain #wakeUp() wake} whoever should.
 *
 * <p>Confinement. The thread in {@link #owner} is the loop's thread at this moment; it alone
 * touches the ready tasks, the timer heap and the turn's fields. It becomes owner by
 * compare-and-set and lets go with a release, so that each owner sees what the one before did.
 * Everybody else goes through {@link #inbox}, {@link #wake} and {@link #signals}.
 */
abstract class LoopCore implements ManagedLoop {
  /** Signal: the current or next drive method returns. */
  static final int STOP = 1;

  /** Signal: what has not started is handed back. */
  static final int NOW = 2;

  /**
   * After so many late timers or empty shells a sleeping loop is woken, to file or to drop them.
   */
  private static final int UNSEEN_BOUND = 4096;

  /** How many tasks run between two looks at a time budget. */
  private static final int TIME_CHECK_INTERVAL = 32;

  /** How many tasks may run at once, instead of in a later turn, where turns have no budget. */
  private static final int IMMEDIATE_BUDGET = 256;

  private static final VarHandle OWNER;
  private static final VarHandle SIGNALS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(LoopCore.class, "owner", Thread.class);
      SIGNALS = lookup.findVarHandle(LoopCore.class, "signals", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final LoopClock clock;
  private final LoopExceptionHandler exceptionHandler;
  private final @Nullable LoopListener listener;
  private final @Nullable Gate gate;
  private final int taskBudget;
  private final long timeBudget;
  private final Attachments attachments = new Attachments();

  /** The zero of the wake word's time. */
  private final long birth;

  final Inbox inbox = new Inbox();
  final WakeWord wake = new WakeWord();
  final Closing closing;

  /** Timers and shells that came in without waking the loop since it fell asleep. */
  private final AtomicInteger unseen = new AtomicInteger();

  private final AtomicInteger wakeups = new AtomicInteger();

  /**
   * The thread that drives the loop at this moment. Read plainly: a thread that reads its own name
   * here wrote it itself, and no stale value can be its own name.
   */
  private @Nullable Thread owner;

  /** {@link #STOP} and {@link #NOW}; set by any thread, looked at after every task. */
  private volatile int signals;

  // The rest is confined to the owner; counters may be read by others, who get a recent value.

  final TaskRing ready = new TaskRing();
  final TimerHeap timers = new TimerHeap();

  /** Timers that became due in the turn that scheduled them while timers ran: for the next turn. */
  private final ArrayList<LoopTimer> late = new ArrayList<>();

  /** Turns that wait for {@link #runNested} to end, and may be followed by turns inside it. */
  private int suspended;

  private boolean runningTimers;
  private long turnTime;
  private int turnRan;
  private @Nullable Object[] currentLoop = {null};
  private @Nullable Object outerLoop;
  private long tasksRun;
  private long timersRun;
  private long turns;
  private long failures;

  LoopCore(LoopBuilder builder, int defaultTaskBudget, long defaultTimeBudget) {
    name = builder.name();
    clock = builder.clock;
    exceptionHandler = builder.exceptionHandler;
    listener = builder.listener;
    gate = Gate.of(builder);
    taskBudget = builder.taskBudget > 0 ? builder.taskBudget : defaultTaskBudget;
    timeBudget = builder.timeBudget > 0 ? builder.timeBudget : defaultTimeBudget;
    birth = clock.nanoTime();
    closing = new Closing(this, builder.shutdownGrace);
  }

  /** Ends the sleep of this loop. Called by the one thread that won {@link WakeWord#tryWake}. */
  abstract void wakeUp();

  /** Lets the driver prepare for turns inside the current one. On the loop. */
  void beforeNested() {}

  /** Lets the driver clean up. By the owner, once. */
  void onTerminated() {}

  // ---------------------------------------------------------------- submission, any thread

  @Override
  public final void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    if (gate != null) {
      task = gate.admit(this, task);
    }
    if (owner == Thread.currentThread()) {
      if (inbox.isOpenAndEmpty() || drainIfOpen(task)) {
        if (task instanceof LoopTask own) {
          own.accept();
        }
        ready.add(task);
      }
    } else {
      LoopTask node;
      if (task instanceof LoopTask own) {
        own.accept();
        if (own instanceof LoopTimer timer) {
          timer.slot = LoopTimer.WITHOUT_DELAY;
        }
        node = own;
      } else {
        node = new RunnableTask(task);
        node.acceptFresh();
      }
      if (!inbox.push(node)) {
        node.unaccept();
        throw rejection(task);
      }
      wakeFor(WakeWord.AWAKE);
    }
  }

  @Override
  public final TimerHandle scheduleAt(long deadlineNanos, Runnable task) {
    Objects.requireNonNull(task, "task");
    if (gate != null) {
      return gate.admitTimer(this, task, deadlineNanos);
    }
    if (task instanceof LoopTimer own) {
      own.accept();
      own.deadline = deadlineNanos;
      submit(own);
      return own;
    }
    RunnableTimer timer = new RunnableTimer(task);
    timer.acceptFresh();
    timer.deadline = deadlineNanos;
    submit(timer);
    return timer;
  }

  /** Files a timer that has been accepted. */
  final void submit(LoopTimer timer) {
    timer.slot = -1;
    if (owner == Thread.currentThread()) {
      if (inbox.isOpenAndEmpty() || drainIfOpen(timer)) {
        file(timer);
      }
    } else if (inbox.push(timer)) {
      // Not to be woken for a timer that is later than what the loop sleeps for; but see
      // UNSEEN_BOUND.
      if (!wakeFor(sinceBirth(timer.deadline))) {
        countUnseen();
      }
    } else {
      timer.unaccept();
      throw rejection(timer);
    }
  }

  /** A timer in the heap was cancelled: removes it, or has the loop do so. Any thread. */
  final void onTimerCancelled(LoopTimer timer) {
    if (owner == Thread.currentThread()) {
      timers.remove(timer);
    } else if (inbox.push(timer)) {
      countUnseen();
    }
  }

  private void countUnseen() {
    if (wake.isAsleep() && unseen.incrementAndGet() >= UNSEEN_BOUND) {
      wakeFor(WakeWord.AWAKE);
    }
  }

  /**
   * On the loop, with an inbox that is not empty: takes what came before, so that order is kept.
   * Throws if the inbox is closed.
   */
  private boolean drainIfOpen(Runnable task) {
    if (inbox.isClosed()) {
      if (task instanceof LoopTask own) {
        own.unaccept();
      }
      throw rejection(task);
    }
    drain();
    return true;
  }

  private RejectedExecutionException rejection(Runnable task) {
    if (task instanceof Envelope envelope) {
      envelope.refused();
    }
    return new RejectedExecutionException(this + " has shut down and takes no " + task);
  }

  /** Wakes the loop if it sleeps past a time. True if this call did. */
  final boolean wakeFor(long time) {
    if (wake.tryWake(time)) {
      wakeups.getAndIncrement();
      wakeUp();
      return true;
    }
    return false;
  }

  final long sinceBirth(long deadline) {
    return Math.max(0, deadline - birth);
  }

  // ---------------------------------------------------------------- driving, by the owner

  /**
   * Makes the current thread the owner.
   *
   * @return a token for {@link #exit}
   * @throws IllegalStateException if another thread drives the loop, or this one does already
   */
  final int enter() {
    Thread me = Thread.currentThread();
    if (tryAcquire()) {
      return 0;
    }
    Thread driver = (Thread) OWNER.getAcquire(this);
    if (driver != me) {
      throw new IllegalStateException(
          this
              + " is being driven by "
              + driver
              + ", so it cannot be driven by "
              + me
              + " as well");
    }
    return enterNested();
  }

  /**
   * As {@link #enter}, for the thread that owns the loop already and is inside {@link #runNested}.
   */
  final int enterNested() {
    if (suspended == 0) {
      throw new IllegalStateException(
          this
              + " cannot be driven from inside one of its own tasks on "
              + Thread.currentThread()
              + "; use runNested if other tasks may run in the middle of this one");
    }
    int token = suspended;
    suspended = 0;
    return token;
  }

  /** Makes the current thread the owner if there is none. */
  final boolean tryAcquire() {
    if (!OWNER.compareAndSet(this, null, Thread.currentThread())) {
      return false;
    }
    currentLoop = CurrentLoop.holder();
    outerLoop = currentLoop[0];
    currentLoop[0] = this;
    return true;
  }

  final void exit(int token) {
    if (token > 0) {
      suspended = token;
    } else {
      currentLoop[0] = outerLoop;
      outerLoop = null;
      OWNER.setRelease(this, null);
    }
  }

  /** Whether the current thread owns the loop. */
  final boolean isOwner() {
    return owner == Thread.currentThread();
  }

  final boolean isInsideTask() {
    return isOwner() && suspended == 0;
  }

  final boolean isSuspended() {
    return suspended > 0;
  }

  final @Nullable Thread owner() {
    return (Thread) OWNER.getAcquire(this);
  }

  /**
   * Runs one batch: the due timers, then what is ready, up to the budget. The caller owns the loop.
   *
   * @return how many tasks ran
   */
  final int turn() {
    boolean timersOfOuter = runningTimers;
    int ranOfOuter = turnRan;
    turnRan = 0;
    if (listener != null) {
      tell(listener::beforeTurn);
    }
    try {
      drain();
      if (!late.isEmpty()) {
        fileLate();
      }
      long end = ready.tail();
      int budget = taskBudget;
      long quitTime = timeBudget > 0 ? System.nanoTime() + timeBudget : 0;
      if (!timers.isEmpty()) {
        // While both wait, tasks are left half of the budget; what they do not need, timers may
        // use.
        int waiting = ready.size();
        runTimers(Math.max(budget - waiting, (budget + 1) >> 1), quitTime);
      }
      runReady(end, budget, quitTime);
    } finally {
      runningTimers = timersOfOuter;
      turns++;
      tasksRun += turnRan;
      if (listener != null) {
        int ran = turnRan;
        tell(() -> listener.afterTurn(ran));
      }
      ready.shrink();
    }
    int ran = turnRan;
    turnRan = ranOfOuter;
    if (closing.isUnderWay()) {
      closing.advance();
    }
    return ran;
  }

  private void runTimers(int limit, long quitTime) {
    long now = clock.nanoTime();
    if (timers.firstDeadline() - now > 0) {
      return;
    }
    turnTime = now;
    runningTimers = true;
    try {
      int ran = 0;
      while (ran < limit
          && !timers.isEmpty()
          && timers.firstDeadline() - now <= 0
          && signals == 0
          && !isTimeUp(ran, quitTime)) {
        LoopTimer timer = timers.removeFirst();
        if (timer.claim()) {
          ran++;
          timersRun++;
          runTask(timer);
        }
      }
    } finally {
      runningTimers = false;
    }
  }

  private void runReady(long end, int budget, long quitTime) {
    while (ready.head() < end && turnRan < budget && signals == 0 && !isTimeUp(turnRan, quitTime)) {
      Runnable task = ready.remove();
      if (!(task instanceof LoopTask own) || own.claim()) {
        runTask(task);
      }
    }
  }

  private static boolean isTimeUp(int ran, long quitTime) {
    return quitTime != 0
        && ran % TIME_CHECK_INTERVAL == TIME_CHECK_INTERVAL - 1
        && System.nanoTime() - quitTime >= 0;
  }

  private void runTask(Runnable task) {
    turnRan++;
    try {
      if (listener == null) {
        task.run();
      } else {
        runObserved(task, listener);
      }
    } catch (Throwable e) {
      failed(task, e);
    }
  }

  private void runObserved(Runnable task, LoopListener observer) {
    Runnable shown = Envelope.contentOf(task);
    tell(() -> observer.beforeTask(shown));
    try {
      task.run();
    } finally {
      tell(() -> observer.afterTask(shown));
    }
  }

  private void failed(Runnable task, Throwable e) {
    failures++;
    if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
      throw fatal;
    }
    report(new LoopFailure("A task threw", e, Envelope.contentOf(task), Envelope.originOf(task)));
  }

  /** Moves everything from the inbox to where it belongs. */
  final void drain() {
    LoopTask next;
    for (LoopTask task = inbox.takeAll(); task != null; task = next) {
      next = (LoopTask) task.link;
      task.link = null;
      if (task instanceof RunnableTask foreign) {
        ready.add(foreign.task);
      } else if (task instanceof LoopTimer timer && timer.slot != LoopTimer.WITHOUT_DELAY) {
        if (timer.isCancelled()) {
          timers.remove(timer);
        } else {
          file(timer);
        }
      } else {
        ready.add(task);
      }
    }
  }

  private void file(LoopTimer timer) {
    if (timer.arm(this)) {
      if (runningTimers && timer.deadline - turnTime <= 0) {
        late.add(timer);
      } else {
        timers.add(timer);
      }
    }
  }

  private void fileLate() {
    for (LoopTimer timer : late) {
      if (timer.isPending()) {
        timers.add(timer);
      }
    }
    late.clear();
  }

  /** Whether a turn would find something to do that is not a timer. */
  final boolean hasWork() {
    return !ready.isEmpty() || !late.isEmpty() || !inbox.isEmpty() || closing.needsTurn();
  }

  /** The deadline of the first timer that is filed, or {@link LoopClock#NEVER}. */
  final long firstDeadline() {
    return timers.isEmpty() ? LoopClock.NEVER : timers.firstDeadline();
  }

  /** Announces that the loop sleeps until a deadline: from now on producers wake it. */
  final void announceSleep(long deadline) {
    if (unseen.get() != 0) {
      unseen.set(0);
    }
    wake.sleepUntil(deadline == LoopClock.NEVER ? Long.MAX_VALUE : sinceBirth(deadline));
  }

  final long tasksRun() {
    return tasksRun;
  }

  final @Nullable LoopListener listener() {
    return listener;
  }

  /** Calls a listener, whose faults are reported and otherwise ignored. */
  final void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      report(LoopFailure.of("A loop listener threw", e));
    }
  }

  final void signal(int bits) {
    SIGNALS.getAndBitwiseOr(this, bits);
    wakeFor(WakeWord.AWAKE);
  }

  final int signals() {
    return signals;
  }

  /** Takes a signal back; true if it was set. */
  final boolean takeSignal(int bit) {
    return (signals & bit) != 0 && ((int) SIGNALS.getAndBitwiseAnd(this, ~bit) & bit) != 0;
  }

  /**
   * Ends a loop that its driver has left: hands back what it holds, on the current thread.
   *
   * @return false, as the loop did not terminate in the ordinary way
   */
  final boolean settleAbandoned() {
    SIGNALS.getAndBitwiseOr(this, NOW);
    if (!tryAcquire()) {
      report(
          LoopFailure.of(
              this + " cannot be shut down in time: a task is still running",
              new TimeoutException("Still running on " + owner())));
      return false;
    }
    try {
      while (!isTerminated()) {
        closing.advance();
      }
    } finally {
      exit(0);
    }
    report(
        LoopFailure.of(
            "Nobody has driven " + this + "; what it held was handed back",
            new TimeoutException("Its driver did not run it after shutdown")));
    return false;
  }

  /** Cancels every timer, at shutdown. */
  final void rejectTimers(RejectedExecutionException cause) {
    fileLate();
    while (!timers.isEmpty()) {
      handBack(timers.removeFirst(), cause);
    }
  }

  /**
   * Hands back every ready task, at shutdown.
   *
   * @return one that could not be told, being no LoopTask, or null
   */
  final @Nullable Runnable rejectReady(RejectedExecutionException cause) {
    Runnable untold = null;
    while (!ready.isEmpty()) {
      Runnable task = ready.remove();
      if (task instanceof LoopTask own) {
        handBack(own, cause);
      } else {
        untold = task;
      }
    }
    return untold;
  }

  private void handBack(LoopTask task, RejectedExecutionException cause) {
    try {
      task.reject(cause);
    } catch (RuntimeException | Error e) {
      report(LoopFailure.of("A task threw while it was handed back", e, task));
    }
  }

  // ---------------------------------------------------------------- the rest of the interface

  @Override
  public LoopClock clock() {
    return clock;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public boolean inEventLoop() {
    return isOwner();
  }

  @Override
  public final boolean tryRunNow() {
    if (isOwner()) {
      if (turnRan < Math.min(taskBudget, IMMEDIATE_BUDGET)) {
        turnRan++;
        return true;
      }
      return false;
    }
    return inEventLoop();
  }

  @Override
  public final void report(LoopFailure failure) {
    try {
      exceptionHandler.handle(this, failure);
    } catch (Throwable inHandler) {
      if (inHandler != failure.throwable()) {
        failure.throwable().addSuppressed(inHandler);
      }
      StandardExceptionHandler.INSTANCE.handleSafely(this, failure);
    }
  }

  @Override
  public final <T> T attachment(Class<T> type, Function<? super EventLoop, ? extends T> factory) {
    return attachments.get(type, this, factory);
  }

  @Override
  public final Registration onShutdown(Runnable hook) {
    return closing.addHook(Objects.requireNonNull(hook, "hook"));
  }

  @Override
  public final boolean isShutdown() {
    return closing.isUnderWay();
  }

  @Override
  public final boolean isTerminated() {
    return closing.isTerminated();
  }

  @Override
  public final void shutdown() {
    closing.begin();
    wakeFor(WakeWord.AWAKE);
  }

  @Override
  public final void shutdownNow() {
    closing.begin();
    signal(NOW);
  }

  @Override
  public final boolean awaitTermination(Duration timeout) throws InterruptedException {
    if (!isTerminated() && !timeout.isZero() && !timeout.isNegative()) {
      checkMayBlock("the termination of " + this);
    }
    return closing.await(timeout);
  }

  @Override
  public final WorkGuard acquireWorkGuard() {
    return closing.acquireGuard();
  }

  @Override
  public final <T> T runNested(Callable<T> body) throws Exception {
    if (!isOwner()) {
      throw new IllegalStateException(
          "runNested must be called from a task of "
              + this
              + ", not from "
              + Thread.currentThread());
    }
    boolean timersOfOuter = runningTimers;
    int ranOfOuter = turnRan;
    int suspendedOfOuter = suspended;
    runningTimers = false;
    turnRan = 0;
    suspended = suspendedOfOuter + 1;
    beforeNested();
    try {
      return body.call();
    } finally {
      wake.awake();
      suspended = suspendedOfOuter;
      turnRan = ranOfOuter;
      runningTimers = timersOfOuter;
    }
  }

  @Override
  public final LoopMetrics metrics() {
    long tasks = ready.countLive();
    long timed = (long) timers.size() + late.size();
    // A racing loop relinks what is counted here; the bound keeps the walk finite then.
    LoopTask task = inbox.newest();
    for (int i = 0; task != null && i < Integer.MAX_VALUE; i++) {
      boolean timer = task instanceof LoopTimer t && t.slot != LoopTimer.WITHOUT_DELAY;
      if (!task.isCancelled()) {
        if (timer) {
          timed++;
        } else {
          tasks++;
        }
      } else if (timer && ((LoopTimer) task).slot >= 0) {
        timed--;
      }
      task = task.link instanceof LoopTask older ? older : null;
    }
    return new LoopMetrics(
        tasks, Math.max(0, timed), tasksRun, timersRun, turns, wakeups.get(), failures);
  }

  @Override
  public String toString() {
    return name;
  }
}
