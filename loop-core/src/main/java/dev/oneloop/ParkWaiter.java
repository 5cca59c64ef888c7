package dev.oneloop;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sleeps by parking the thread.
 *
 * <p>The signal is a flag of its own, because a permit of {@link LockSupport} may be used up by any
 * code that parks. The sleeper names itself, then looks at the flag; the waker sets the flag, then
 * looks for a sleeper: with volatile accesses one of them sees the other.
 */
final class ParkWaiter implements Waiter {
  /** Set by {@link #wakeup}, cleared by the sleeper. */
  private volatile boolean signalled;

  /** The thread that sleeps here; set by itself. */
  private volatile @Nullable Thread sleeper;

  @Override
  public void await(long deadlineNanos, LoopClock clock) {
    sleeper = Thread.currentThread();
    try {
      if (!signalled) {
        long nanos =
            deadlineNanos == LoopClock.NEVER
                ? LoopClock.NEVER
                : clock.realNanosUntil(deadlineNanos);
        if (nanos == LoopClock.NEVER) {
          LockSupport.park(this);
        } else if (nanos > 0) {
          LockSupport.parkNanos(this, nanos);
        }
      }
    } finally {
      sleeper = null;
      signalled = false;
    }
  }

  @Override
  public void wakeup() {
    signalled = true;
    LockSupport.unpark(sleeper);
  }

  /** Whether the next await would return at once. */
  boolean isSignalled() {
    return signalled;
  }

  @Override
  public String toString() {
    return "ParkWaiter";
  }
}
