package dev.oneloop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A loop that has a thread to itself while it is driven, and sleeps on it by a {@link Waiter}. */
abstract class DrivenLoop extends LoopCore {
  /**
   * Turns are a snapshot of what is ready; a limit matters only to keep timers punctual in a flood.
   */
  static final int NO_BUDGET = Integer.MAX_VALUE - 1;

  /** Between two readings of the clock while looking out. */
  private static final int LOOKS = 16;

  final Waiter waiter;
  private final BriefSpin spin = new BriefSpin();

  /** Whether the last drive ended because it was told to stop. By the owner. */
  boolean stopped;

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
    if (!isTerminated()) {
      waiter.poll();
    }
    while (!isTerminated()) {
      if (takeSignal(STOP)) {
        stopped = true;
        break;
      }
      int more = turn();
      if (more > 0) {
        more += briskTurns(more, until);
      }
      ran += more;
      if (until.isReached() || isTerminated()) {
        break;
      }
      if (hasWork()) {
        waiter.poll();
      } else if (until.isReachedWhenIdle()) {
        waiter.poll();
        if (!hasWork()) {
          break;
        }
      } else if (!sleep(until)) {
        break;
      }
    }
    return ran;
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

  /** Looks out for a moment: what comes meanwhile finds the loop awake and wakes nobody. */
  private boolean lookOut(Until until, long deadline) {
    if (!mayLookOut() || !spin.isDue()) {
      return false;
    }
    long start = System.nanoTime();
    long limit =
        deadline == LoopClock.NEVER
            ? BriefSpin.NANOS
            : Math.min(BriefSpin.NANOS, clock().realNanosUntil(deadline));
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (isCalled(until)) {
          spin.succeeded();
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < limit);
    spin.failed();
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
