package dev.oneloop;

import dev.oneloop.diagnostics.SlowTasks;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all loops share: submission, and the turn. Subclasses say who calls {@link #turn()}, and how
 * to {@linkplain #wakeUp() wake} whoever should.
 *
 * <p>The owner works on the {@link #agenda}. Everybody else goes through {@link #inbox}, {@link
 * #wake} and {@link #signals}.
 */
abstract class LoopCore extends OwnedLoop {
  /** Signal: the current or next drive method returns. */
  static final int STOP = 1;

  /** Signal: what has not started is handed back. */
  static final int NOW = 2;

  /**
   * After so many late timers or empty shells a sleeping loop is woken, to file or to drop them.
   */
  private static final int UNSEEN_BOUND = 4096;

  /**
   * After so many tasks a loop looks at everything again, the clock and the channels included.
   * Turns of one task each, as of a chain where each task submits the next, would spend more on
   * looking than on running: with a timer outstanding the reading of the clock alone takes three
   * times as long as such a task.
   */
  private static final int BRISK_TASKS = 64;

  /** How many tasks may run at once, instead of in a later turn, where turns have no budget. */
  private static final int IMMEDIATE_BUDGET = 256;

  private static final VarHandle SIGNALS;

  static {
    try {
      SIGNALS = MethodHandles.lookup().findVarHandle(LoopCore.class, "signals", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final LoopClock clock;
  private final LoopExceptionHandler exceptionHandler;

  private final Object listenerLock = new Object();

  /** Whoever is told of what happens here. Replaced by any thread, under the lock above. */
  private volatile @Nullable LoopListener listener;

  private final @Nullable Gate gate;
  private final int taskBudget;
  private final long timeBudget;

  /** Whether reading the clock is dear, and nobody can move it inside of a task. */
  private final boolean goesBySystemClock;

  final Attachments attachments = new Attachments();

  /** The zero of the wake word's time. */
  private final long birth;

  final Inbox inbox = new Inbox();
  final WakeWord wake = new WakeWord();
  final Closing closing;

  /** Timers and shells that came in without waking the loop since it fell asleep. */
  private final AtomicInteger unseen = new AtomicInteger();

  private final AtomicInteger wakeups = new AtomicInteger();

  /** {@link #STOP} and {@link #NOW}; set by any thread, looked at after every task. */
  private volatile int signals;

  // The rest is confined to the loop. Others may read the counters, and get a recent value.

  final Agenda agenda;

  private final TurnState state = new TurnState();

  LoopCore(LoopBuilder builder, LoopClock clock, int defaultTaskBudget, long defaultTimeBudget) {
    name = builder.name();
    this.clock = clock;
    exceptionHandler = builder.exceptionHandler;
    gate = newGate(builder);
    agenda = newAgenda();
    taskBudget = builder.taskBudget > 0 ? builder.taskBudget : defaultTaskBudget;
    state.limit = taskBudget;
    timeBudget = builder.timeBudget > 0 ? builder.timeBudget : defaultTimeBudget;
    goesBySystemClock = clock == LoopClock.system();
    birth = clock.nanoTime();
    closing = new Closing(this, builder.shutdownGrace);
    // Last, as listeners get to see this.
    builder.listeners.forEach(this::addListener);
    if (builder.debug) {
      addListener(new SlowTasks());
    }
  }

  /** Makes the gate, if there is to be one. By the constructor, before the loop is complete. */
  @Nullable Gate newGate(LoopBuilder builder) {
    return Gate.of(builder, this);
  }

  /** Makes the agenda. By the constructor, before the loop is complete but for its gate. */
  Agenda newAgenda() {
    return new Agenda(this, inbox);
  }

  /** What is ready to run: the part of this loop that is a ring. */
  final TaskRing ready() {
    return this;
  }

  final @Nullable Gate gate() {
    return gate;
  }

  /** How many tasks the turn that begins may run. On the loop, when all has been gathered. */
  int limitOfTurn() {
    return taskBudget;
  }

  /** Ends the sleep of this loop. Called by the one thread that won {@link WakeWord#tryWake}. */
  abstract void wakeUp();

  /** Lets the driver prepare for turns inside the current one. On the loop. */
  void beforeNested() {}

  /**
   * What is to be told that the loop closes is told now, the last time it may submit. By the owner.
   */
  void beforeClose() {}

  /** Lets the driver clean up. By the owner, once. */
  void onTerminated() {}

  @Override
  public final void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    if (gate != null) {
      task = gate.admit(task);
    }
    // Inside of runNested the owner submits as others do: the nested loop may have to be woken.
    if (isInsideTask()) {
      if (task instanceof LoopTask own) {
        own.accept();
      }
      if (inbox.isOpenAndEmpty() || drainIfOpen(task)) {
        ready().add(task);
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
      return gate.admitTimer(task, deadlineNanos);
    }
    if (task instanceof LoopTimer own) {
      if (isInsideTask() && inbox.isOpenAndEmpty()) {
        own.acceptArmed(this);
        own.slot = -1;
        own.deadline = deadlineNanos;
        agenda.fileArmed(own);
      } else {
        own.accept();
        own.deadline = deadlineNanos;
        submit(own);
      }
      return own;
    }
    return scheduleNew(deadlineNanos, task);
  }

  /** Schedules a task that is no timer itself, past the gate. Any thread. */
  final RunnableTimer scheduleNew(long deadlineNanos, Runnable task) {
    RunnableTimer timer = new RunnableTimer(task);
    timer.deadline = deadlineNanos;
    if (isInsideTask() && inbox.isOpenAndEmpty()) {
      timer.armFresh(this);
      agenda.fileArmed(timer);
    } else {
      timer.acceptFresh();
      submit(timer);
    }
    return timer;
  }

  /** Files a timer that has been accepted. */
  final void submit(LoopTimer timer) {
    timer.slot = -1;
    if (isInsideTask()) {
      if (inbox.isOpenAndEmpty() || drainIfOpen(timer)) {
        agenda.file(timer);
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

  /**
   * Submits a task of the loop's own, which the gate neither counts nor decorates. Any thread.
   *
   * @return false if the loop has closed
   */
  final boolean submitOwn(LoopTask task) {
    task.accept();
    if (isInsideTask()) {
      if (inbox.isClosed()) {
        task.unaccept();
        return false;
      }
      ready().add(task);
    } else if (inbox.push(task)) {
      wakeFor(WakeWord.AWAKE);
    } else {
      task.unaccept();
      return false;
    }
    return true;
  }

  /** A timer in the heap was cancelled: removes it, or has the loop do so. Any thread. */
  final void onTimerCancelled(LoopTimer timer) {
    if (isOwner()) {
      agenda.timers.remove(timer);
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
    agenda.takeInbox();
    return true;
  }

  private RejectedExecutionException rejection(Runnable task) {
    Runnable submitted = Carrier.contentOf(task);
    if (task instanceof Envelope envelope) {
      envelope.refused();
    }
    return new RejectedExecutionException(this + " has shut down and takes no " + submitted);
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

  /** As {@link #turn(long)}, at this moment. */
  final int turn() {
    return turn(LoopClock.NEVER);
  }

  /**
   * Runs one batch: the due timers, then what is ready, up to the budget. Called by the owner.
   *
   * @param time what the clock has just read; or {@link LoopClock#NEVER}, to look at it if needed
   * @return how many tasks ran
   */
  final int turn(long time) {
    int ranOfOuter = state.ran;
    int limitOfOuter = state.limit;
    state.ran = 0;
    int ran;
    LoopListener observer = listener;
    if (observer != null) {
      tell(observer::beforeTurn);
    }
    try {
      agenda.gather();
      state.limit = limitOfTurn();
      long end = ready().tail();
      long quitTime = timeBudget > 0 ? System.nanoTime() + timeBudget : 0;
      if (!agenda.timers.isEmpty()) {
        // While both wait, tasks are left half of the budget; what they do not need, timers may
        // use.
        int limit = Math.max(state.limit - ready().size(), (state.limit + 1) >> 1);
        runTimers(time == LoopClock.NEVER ? clock.nanoTime() : time, limit, quitTime);
      }
      runReady(end, quitTime);
    } finally {
      ran = state.ran;
      state.ran = ranOfOuter;
      state.limit = limitOfOuter;
      state.tasksRun += ran;
      state.turns++;
      ready().renew();
      if (observer != null) {
        int told = ran;
        tell(() -> observer.afterTurn(told));
      }
    }
    if (closing.isUnderWay()) {
      closing.advance();
    }
    return ran;
  }

  /**
   * Turns where there is nothing to look at but ready tasks, on a loop that nobody observes, until
   * there is or until it takes a proper turn. Called by the owner between turns. All in one loop,
   * which looks at everything once a task: where each turn had a loop of its own inside of this
   * one, turns of a single task took 7 % longer, and turns of many 13 %.
   *
   * @param before how many tasks have run since the last proper turn began
   * @return how many tasks ran
   */
  final int briskTurns(int before, Until until) {
    if (gate != null || timeBudget != 0) {
      return 0;
    }
    int ranOfOuter = state.ran;
    int ran = before;
    long end = ready().head();
    state.ran = 0;
    try {
      while (!ready().isEmpty()
          && state.ran < state.limit
          && signals == 0
          && inbox.isOpenAndEmpty()
          && listener == null) {
        if (ready().head() >= end) {
          ran += state.ran;
          state.ran = 0;
          if (ran >= BRISK_TASKS
              || until.isReached()
              || agenda.mayHaveDue(ran, goesBySystemClock)) {
            break;
          }
          state.turns++;
          end = ready().tail();
        }
        Runnable task = ready().next(end);
        if (!(task instanceof LoopTask own) || own.claim()) {
          runTask(task);
        }
      }
    } finally {
      ran += state.ran;
      state.tasksRun += ran - before;
      state.ran = ranOfOuter;
    }
    return ran - before;
  }

  private void runTimers(long now, int limit, long quitTime) {
    TimerHeap timers = agenda.timers;
    if (timers.firstDeadline() - now > 0) {
      return;
    }
    agenda.beginTimers(now);
    try {
      while (state.ran < limit
          && !timers.isEmpty()
          && timers.firstDeadline() - now <= 0
          && signals == 0
          && !isTimeUp(quitTime)) {
        LoopTimer timer = timers.removeFirst();
        if (timer.claim()) {
          state.timersRun++;
          runTask(timer);
        }
      }
    } finally {
      agenda.endTimers();
    }
  }

  private void runReady(long end, long quitTime) {
    while (ready().head() < end && state.ran < state.limit && signals == 0 && !isTimeUp(quitTime)) {
      Runnable task = ready().next(end);
      if (!(task instanceof LoopTask own) || own.claim()) {
        runTask(task);
      }
    }
  }

  /**
   * Looks at the time after 1, 3, 7, 15 and 31 tasks, then after every 32nd: slow tasks are noticed
   * soon, and quick ones pay one reading for many.
   */
  private boolean isTimeUp(long quitTime) {
    int ran = state.ran;
    return quitTime != 0
        && ran > 0
        && ((ran & (ran + 1)) == 0 || (ran & 31) == 31)
        && System.nanoTime() - quitTime >= 0;
  }

  private void runTask(Runnable task) {
    state.ran++;
    try {
      LoopListener observer = listener;
      if (observer == null) {
        task.run();
      } else {
        runObserved(task, observer);
      }
    } catch (Throwable e) {
      failed(task, e);
    }
  }

  private void runObserved(Runnable task, LoopListener observer) {
    Runnable shown = Carrier.contentOf(task);
    TaskOrigin origin = Traced.originOf(task);
    tell(() -> observer.beforeTask(shown, origin));
    try {
      task.run();
    } finally {
      tell(() -> observer.afterTask(shown));
    }
  }

  final void failed(Runnable task, Throwable e) {
    state.failures++;
    if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
      throw fatal;
    }
    report(new LoopFailure("A task threw", e, Carrier.contentOf(task), Traced.originOf(task)));
    if (task instanceof Carrier carrier) {
      carrier.release();
    }
  }

  /** Whether a turn would find something to do that is not a timer. By the owner. */
  final boolean hasWork() {
    return agenda.hasWork() || !inbox.isEmpty() || closing.needsTurn();
  }

  /** Announces that the loop sleeps until a deadline: from now on producers wake it. */
  final void announceSleep(long deadline) {
    if (unseen.get() != 0) {
      unseen.set(0);
    }
    wake.sleepUntil(deadline == LoopClock.NEVER ? Long.MAX_VALUE : sinceBirth(deadline));
  }

  final long tasksRun() {
    return state.tasksRun;
  }

  final @Nullable LoopListener listener() {
    return listener;
  }

  @Override
  public final Registration addListener(LoopListener added) {
    LoopListener one = added.forLoop(this);
    synchronized (listenerLock) {
      listener = LoopListeners.with(listener, one);
    }
    return () -> {
      synchronized (listenerLock) {
        listener = LoopListeners.without(listener, one);
      }
    };
  }

  /** Where something was registered with this loop, in debug mode. */
  final @Nullable TaskOrigin originHere() {
    return gate == null ? null : gate.originHere();
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
      if (state.ran < Math.min(state.limit, IMMEDIATE_BUDGET)) {
        state.ran++;
        return true;
      }
      return false;
    }
    return inEventLoop();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
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
  public final <T extends @Nullable Object> T runNested(Callable<T> body) throws Exception {
    if (!isOwner()) {
      throw new IllegalStateException(
          "runNested must be called from a task of "
              + this
              + ", not from "
              + Thread.currentThread());
    }
    boolean runningTimers = agenda.suspendTimers();
    int ran = state.ran;
    LoopListener observer = listener;
    suspend();
    try {
      if (observer != null) {
        tell(observer::beforeNested);
      }
      beforeNested();
      return body.call();
    } finally {
      if (observer != null) {
        tell(observer::afterNested);
      }
      wake.awake();
      resume();
      state.ran = ran;
      agenda.resumeTimers(runningTimers);
    }
  }

  @Override
  public final LoopMetrics metrics() {
    return new LoopMetrics(
        agenda.countTasks(),
        agenda.countTimers(),
        state.tasksRun,
        state.timersRun,
        state.turns,
        wakeups.get(),
        state.failures);
  }

  @Override
  public String toString() {
    return name;
  }
}
