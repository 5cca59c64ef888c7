package dev.oneloop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A loop that has a thread to itself while it is driven, and sleeps on it by a {@link Waiter}. */
abstract class DrivenLoop extends LoopCore {
  /**
   * Turns are a snapshot of what is ready; a limit matters only to keep timers punctual in a flood.
   */
  static final int NO_BUDGET = Integer.MAX_VALUE - 1;

  /** How long to look out for work: about what it costs to park a thread and to wake it. */
  private static final long LOOK_OUT_NANOS = 30_000;

  /** Between two readings of the clock while looking out. */
  private static final int LOOKS = 16;

  /** A turn of fewer tasks hardly outweighs the exchange of cache lines that begins it. */
  private static final int SHORT_TURN = 256;

  /** How long to let tasks gather. */
  private static final long GATHER_NANOS = 1_000;

  /**
   * As many tasks as make it worth while to have waited that long. With 16 in place of 8, producers
   * of a task every 100 ns are not helped; with 4, four tasks that go to and fro between two loops
   * take twice as long. With 8 that befalls eight such tasks: 200 ns each in place of 120.
   */
  private static final int CROWD = 8;

  final Waiter waiter;
  private final TrackRecord lookingOut = new TrackRecord();
  private final TrackRecord gathering = new TrackRecord();

  /** Whether the last drive ended because it was told to stop. By the owner. */
  boolean stopped;

  /** Whether the turn to come was called for while looking out. By the owner. */
  private boolean lookedOut;

  DrivenLoop(LoopBuilder builder, LoopClock clock, Waiter waiter, int defaultTaskBudget) {
    super(builder, clock, defaultTaskBudget, 0);
    this.waiter = waiter;
  }

  @Override
  final void wakeUp() {
    waiter.wakeup();
  }

  @Override
  final void onTerminated() {
    try {
      waiter.close();
    } catch (RuntimeException | Error e) {
      report(LoopFailure.of("The waiter of " + this + " could not be closed", e, waiter));
    }
  }

  /**
   * Runs turns until a condition, a stop, an interrupt or the end of the loop. The caller owns the
   * loop.
   *
   * @return how many tasks ran
   */
  int drive(Until until) {
    int ran = 0;
    stopped = false;
    lookedOut = false;
    if (!isTerminated()) {
      waiter.poll();
    }
    boolean gathered = false;
    long dueTime = LoopClock.NEVER;
    while (!isTerminated()) {
      if (takeSignal(STOP)) {
        stopped = true;
        break;
      }
      int more = turn(dueTime);
      dueTime = LoopClock.NEVER;
      if (gathered) {
        gathering.note(more >= CROWD);
      }
      if (lookedOut) {
        lookedOut = false;
        lookingOut.note(more > 0);
      }
      if (more > 0) {
        more += briskTurns(more, until);
      }
      ran += more;
      if (until.isReached() || isTerminated()) {
        break;
      }
      gathered = more > 0 && more < SHORT_TURN && letGather();
      if (hasWork() || (dueTime = timeIfDue()) != LoopClock.NEVER) {
        waiter.poll();
      } else if (until.isReachedWhenIdle()) {
        waiter.poll();
        if (!hasWork()) {
          break;
        }
      } else if (sleep(until)) {
        gathered = letGather();
      } else {
        break;
      }
    }
    return ran;
  }

  /**
   * Before a turn, when tasks have come from outside already: lets more of them come, if that has
   * paid off lately. A loop that is faster than its producers would else take their tasks one by
   * one, and loop and producers would spend their time on taking the head of the inbox away from
   * each other. Measured with one producer: as fast as it can, 18 ns for a task in place of 14.5;
   * with other work between two tasks, so that it submits one every 120 ns, it did so every 300.
   *
   * @return whether it was tried
   */
  private boolean letGather() {
    if (inbox.isOpenAndEmpty() || !agenda.ready.isEmpty() || !gathering.isDue()) {
      return false;
    }
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
    } while (System.nanoTime() - start < GATHER_NANOS);
    return true;
  }

  /**
   * The time, if a timer is due by now, else {@link LoopClock#NEVER}. To go to sleep and find it
   * due there would take as long as five memory fences and two more looks at the clock: a timer
   * that schedules the next one took 179 ns in place of 115.
   */
  private long timeIfDue() {
    long first = agenda.firstDeadline();
    if (first == LoopClock.NEVER) {
      return LoopClock.NEVER;
    }
    long now = clock().nanoTime();
    return first - now <= 0 ? now : LoopClock.NEVER;
  }

  /** Sleeps until there may be something to do. False if the thread was interrupted instead. */
  boolean sleep(Until until) {
    long deadline = wakingDeadline(until);
    if (lookOut(until, deadline)) {
      return true;
    }
    announceSleep(deadline);
    // The second look: whatever came before the announcement has woken nobody.
    if (isCalled(until)) {
      wake.awake();
      return true;
    }
    LoopListener observer = listener();
    if (observer != null) {
      tell(() -> observer.beforeSleep(deadline));
    }
    boolean slept = await(deadline);
    wake.awake();
    if (observer != null) {
      tell(observer::afterSleep);
    }
    return slept;
  }

  /** Until when to sleep, or {@link LoopClock#NEVER}. */
  final long wakingDeadline(Until until) {
    long limit = until.deadline();
    long first = agenda.firstDeadline();
    return first == LoopClock.NEVER || (limit != LoopClock.NEVER && limit - first < 0)
        ? limit
        : first;
  }

  private boolean isCalled(Until until) {
    return hasWork() || signals() != 0 || until.isReached();
  }

  /**
   * Whether the loop may look out for work before it sleeps. Not with channels: one that becomes
   * ready would have to wait, or be polled at the price of a system call for each look.
   */
  private boolean mayLookOut() {
    return waiter instanceof ParkWaiter
        || (waiter instanceof SelectorWaiter selecting && selecting.hasNoKeys());
  }

  /**
   * Looks out for a moment, if that has paid off lately: what comes meanwhile finds the loop awake
   * and wakes nobody.
   *
   * <p>Two loops that answer each other within microseconds spend most of their time on putting
   * their threads to sleep and waking them: measured, a round trip takes 12 to 14 µs by parking and
   * about one where both still look out. And a producer that is a little slower than the loop would
   * have to wake it for every few tasks. But a loop whose next task is far off must not burn a
   * processor for it. Nor one that gets nothing but timers for later and their cancellations, which
   * it could sleep through: to take each of them at once doubles what they cost who submits them.
   */
  private boolean lookOut(Until until, long deadline) {
    if (!mayLookOut() || !lookingOut.isDue()) {
      return false;
    }
    long start = System.nanoTime();
    long limit =
        deadline == LoopClock.NEVER
            ? LOOK_OUT_NANOS
            : Math.min(LOOK_OUT_NANOS, clock().realNanosUntil(deadline));
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (isCalled(until)) {
          lookedOut = true;
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < limit);
    lookingOut.note(false);
    return false;
  }

  /** Sleeps by the waiter. False if the drive is to end because the thread is interrupted. */
  boolean await(long deadline) {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    waiter.await(deadline, clock());
    return !Thread.currentThread().isInterrupted();
  }

  /** Drives the loop to its end if nobody does, else waits for it. Not on the loop. */
  void driveToEnd(@Nullable Duration timeout) throws InterruptedException {
    if (!tryAcquire()) {
      awaitEnd(timeout);
      return;
    }
    try {
      long end =
          timeout == null ? LoopClock.NEVER : deadlineAfter(Deadlines.saturatedNanos(timeout));
      while (!isTerminated() && !isPast(end)) {
        drive(new TimeLimit(clock(), end));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      exit(0);
    }
  }

  final void awaitEnd(@Nullable Duration timeout) throws InterruptedException {
    if (timeout == null) {
      closing.await();
    } else {
      closing.await(timeout);
    }
  }

  private boolean isPast(long end) {
    return end != LoopClock.NEVER && clock().nanoTime() - end >= 0;
  }

  @Override
  public final void close() {
    shutdown();
    if (isOwner()) {
      return;
    }
    boolean interrupted = false;
    while (!isTerminated()) {
      try {
        driveToEnd(null);
      } catch (InterruptedException e) {
        interrupted = true;
        shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final boolean shutdown(Duration timeout) throws InterruptedException {
    shutdown();
    if (isOwner()) {
      return isTerminated();
    }
    driveToEnd(timeout);
    return isTerminated() || settleAbandoned();
  }

  /** Drives for a length of time. */
  static final class TimeLimit implements Until {
    private final LoopClock clock;
    private final long end;

    TimeLimit(LoopClock clock, long end) {
      this.clock = clock;
      this.end = end;
    }

    @Override
    public boolean isReached() {
      return end != LoopClock.NEVER && clock.nanoTime() - end >= 0;
    }

    @Override
    public long deadline() {
      return end;
    }
  }
}
