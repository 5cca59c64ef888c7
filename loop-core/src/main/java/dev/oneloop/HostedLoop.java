package dev.oneloop;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A loop on a foreign run loop's thread.
 *
 * <p>The wake word is awake from the moment a pump is to be posted until a turn has ended with
 * nothing left to do: so at most one pump is outstanding. A turn that leaves work behind posts the
 * next pump itself, behind what the host has pending.
 */
class HostedLoop extends LoopCore {
  private static final int TASK_BUDGET = 256;
  private static final long TIME_BUDGET = Duration.ofMillis(4).toNanos();
  private static final long FIRST_RETRY = Duration.ofMillis(10).toNanos();
  private static final long LONGEST_RETRY = Duration.ofSeconds(1).toNanos();

  /** How long {@link #close()} waits for the host beyond the loop's grace period. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** How many turns a shutdown on the host's own thread may run there. */
  private static final int CLOSING_TURNS = 10_000;

  /** The loop whose pump this thread is posting: the host must not run it inside of that. */
  private static final ThreadLocal<@Nullable HostedLoop> POSTING = new ThreadLocal<>();

  private final LoopHost host;
  private final Duration closeTimeout;

  /** The pump that the host has and has not run; null if it has none. */
  private final AtomicReference<@Nullable PostedPump> posted = new AtomicReference<>();

  /** A pump came while another thread's turn ran; looked at when that has ended. */
  private volatile boolean missed;

  /** The host's timer, if one is armed. Confined to the owner. */
  private @Nullable Alarm alarm;

  /** The wait before a rejected pump is posted again. Races between retries are harmless. */
  private volatile long retryDelay = FIRST_RETRY;

  /** Who was told that the loop sleeps, and is to be told that it has woken up. By the owner. */
  private @Nullable LoopListener toldAsleep;

  HostedLoop(LoopBuilder builder, LoopHost host) {
    super(builder, builder.clock(), TASK_BUDGET, TIME_BUDGET);
    this.host = host;
    this.closeTimeout = builder.shutdownGrace.plus(CLOSE_PATIENCE);
    // Asleep from the start: the first submission posts the first pump.
    announceSleep(LoopClock.NEVER);
  }

  @Override
  void wakeUp() {
    try {
      post();
    } catch (InlineHostException e) {
      refused();
      throw e;
    }
  }

  private void postFromPump() {
    try {
      post();
    } catch (InlineHostException e) {
      // Thrown into the host it would be lost. From the timer's thread the host may behave.
      refused();
      retryLater(e);
    }
  }

  private void post() {
    PostedPump pump = new PostedPump();
    if (!posted.compareAndSet(null, pump)) {
      return;
    }
    HostedLoop outer = POSTING.get();
    POSTING.set(this);
    try {
      host.execute(pump);
      retryDelay = FIRST_RETRY;
    } catch (InlineHostException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      refused();
      retryLater(e);
    } finally {
      if (outer == null) {
        POSTING.remove();
      } else {
        POSTING.set(outer);
      }
    }
  }

  /** The host took no pump: the next submission is to try again. */
  private void refused() {
    posted.set(null);
    announceSleep(LoopClock.NEVER);
  }

  private void retryLater(Throwable e) {
    long delay = retryDelay;
    retryDelay = Math.min(delay * 2, LONGEST_RETRY);
    if (delay == FIRST_RETRY) {
      report(LoopFailure.of("The host of " + this + " takes no pump; will try again", e, host));
    }
    if (!isTerminated()) {
      HostTimer.runAfter(() -> wakeFor(WakeWord.AWAKE), delay);
    }
  }

  /**
   * One turn on the host's thread. Spurious calls are harmless. Nothing is thrown into the host.
   *
   * @return whether there is more to do at once
   */
  private boolean pump() {
    int token = 0;
    if (isInsideTask()) {
      // A nested host loop inside a task: the turn that the task belongs to posts again at its end.
      return false;
    }
    if (isOwner()) {
      token = enter();
    } else if (!tryAcquire()) {
      // Another thread's turn is running. It looks at the flag after letting go; if it has let go
      // before the flag was set, this pump takes its place.
      missed = true;
      if (!tryAcquire()) {
        return false;
      }
    }
    missed = false;
    wake.awake();
    tellAwake();
    try {
      if (!isTerminated()) {
        turn();
        afterTurn();
      }
    } catch (VirtualMachineError fatal) {
      report(LoopFailure.of("A task threw a fatal error; the loop goes on", fatal));
    }
    boolean more = prepareToRest();
    if (token == 0 && wake.isAsleep()) {
      tellAsleep();
    }
    exit(token);
    // Between letting go and looking at the flag that others raise when they find no way in.
    VarHandle.fullFence();
    rest(more);
    return more;
  }

  /**
   * Arms the host's timer, and announces the sleep. Still by the owner: afterwards another thread's
   * turn may have announced one of its own, which this one must not overwrite.
   *
   * @return whether there is more to do at once
   */
  private boolean prepareToRest() {
    boolean more = hasWork();
    long next = more || isTerminated() ? LoopClock.NEVER : agenda.firstDeadline();
    more |= !setAlarm(next);
    // With a pump on its way already, the loop rests after that one.
    if (!more && !isTerminated() && posted.get() == null) {
      announceSleep(next);
    }
    return more;
  }

  /** By the owner, before it lets go. Inside of {@link #runNested} a loop is not told asleep. */
  private void tellAsleep() {
    LoopListener observer = listener();
    if (observer != null) {
      long deadline = agenda.firstDeadline();
      toldAsleep = observer;
      tell(() -> observer.beforeSleep(deadline));
    }
  }

  private void tellAwake() {
    LoopListener observer = toldAsleep;
    if (observer != null) {
      toldAsleep = null;
      tell(observer::afterSleep);
    }
  }

  /**
   * Keeps the host's timer armed for the first deadline and for nothing else. By the owner.
   *
   * @return false if that deadline has passed already
   */
  private boolean setAlarm(long deadline) {
    Alarm current = alarm;
    if (current != null && (current.rang || current.deadline != deadline)) {
      alarm = null;
      disarm(current);
      current = null;
    }
    if (deadline == LoopClock.NEVER || current != null) {
      return true;
    }
    long nanos = clock().realNanosUntil(deadline);
    if (nanos <= 0) {
      return false;
    }
    if (nanos != LoopClock.NEVER) {
      Alarm next = new Alarm(deadline);
      alarm = next;
      try {
        next.handle = host.executeAfter(next, nanos);
      } catch (RuntimeException | Error e) {
        alarm = null;
        retryLater(e);
      }
    }
    return true;
  }

  /** A host that fails here, as one that is gone may, must not keep the loop from going on. */
  private void disarm(Alarm old) {
    try {
      old.handle.close();
    } catch (RuntimeException | Error e) {
      report(LoopFailure.of("A timer of the host of " + this + " could not be disarmed", e, host));
    }
  }

  /** After a turn: has the host run the next one if there is more, or if there is by now. */
  private void rest(boolean more) {
    if (isTerminated()) {
      return;
    }
    // The second look: whatever came before the announcement has posted nothing.
    if (more
        || missed
        || ((!inbox.isOpenAndEmpty() || closing.needsTurn()) && wake.tryWake(WakeWord.AWAKE))) {
      postFromPump();
    }
  }

  /** Lets a subclass look around before the loop rests. By the owner. */
  void afterTurn() {}

  @Override
  void beforeNested() {
    rest(prepareToRest());
  }

  @Override
  void onTerminated() {
    setAlarm(LoopClock.NEVER);
  }

  @Override
  public boolean inEventLoop() {
    return isOwner() || (host.isHostThread() && owner() == null);
  }

  @Override
  public boolean isLoopThread() {
    return isOwner() || host.isHostThread();
  }

  @Override
  public boolean shutdown(Duration timeout) throws InterruptedException {
    shutdown();
    if (isOwner()) {
      return isTerminated();
    }
    if (host.isHostThread()) {
      // Waiting here would keep the host from pumping: what can be done at once is done here.
      for (int turns = 0; turns < CLOSING_TURNS && pump(); turns++) {}
      return isTerminated();
    }
    return closing.await(timeout) || settleAbandoned();
  }

  @Override
  public void close() {
    try {
      shutdown(closeTimeout);
    } catch (InterruptedException e) {
      shutdownNow();
      settleAbandoned();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A pump that is posted once. One object for each post: a host that runs it twice must not have
   * the second run taken for that of the next, or a busy loop's pumps would double with every
   * round.
   */
  private final class PostedPump implements Runnable {
    @Override
    public void run() {
      if (POSTING.get() == HostedLoop.this) {
        throw new InlineHostException(
            "The host of "
                + HostedLoop.this
                + " ran the pump inside of execute(), on "
                + Thread.currentThread()
                + ". A host must queue what it is given and run it later: "
                + host);
      }
      posted.compareAndSet(this, null);
      pump();
    }
  }

  /** A pump by the host's timer. */
  private final class Alarm implements Runnable {
    final long deadline;
    Registration handle = () -> {};

    /** Whether the host has run it: then it is no longer armed. Set on the host's thread. */
    volatile boolean rang;

    Alarm(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public void run() {
      rang = true;
      pump();
    }
  }

  /** The host is no queue: a mistake of the caller's, which trying again would not mend. */
  private static final class InlineHostException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    InlineHostException(String message) {
      super(message);
    }
  }
}
