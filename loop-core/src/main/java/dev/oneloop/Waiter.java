package dev.oneloop;

import java.time.Duration;

/**
 * How a loop that has a thread to itself sleeps when there is nothing to do.
 *
 * <p>A waiter belongs to one loop. The loop asks for at most one {@link #wakeup} for each {@link
 * #await}. Both sides may err on the side of waking: an await that returns for no reason is
 * harmless.
 */
public interface Waiter {

  /**
   * Sleeps until {@link #wakeup}, or about until a deadline. Returns at once if a wakeup has come
   * since the last await.
   *
   * <p>An interrupt ends the sleep and leaves the thread's interrupt status set.
   *
   * @param deadlineNanos on the scale of the loop's clock; {@link LoopClock#NEVER} to wait for a
   *     wakeup alone
   * @param clock the loop's clock; {@link LoopClock#realNanosUntil} says how long the sleep is
   */
  void await(long deadlineNanos, LoopClock clock);

  /** Ends the current or the next {@link #await}. May be called from any thread. */
  void wakeup();

  /**
   * Looks for what has become ready, and never sleeps. Called before the first turn and between
   * turns, but not before {@link #await}, which has to look itself.
   */
  default void poll() {}

  /** Called once, when the loop has terminated. A late {@link #wakeup} may still follow. */
  default void close() {}

  /**
   * Sleeps by parking the thread: the standard. Costs nothing while it sleeps. While work keeps
   * coming within microseconds, the loop looks out for it that long before it parks.
   */
  static Waiter parking() {
    return new ParkWaiter();
  }

  /**
   * Spins for a while, then parks. A task that arrives while it spins starts about a microsecond
   * later, where waking a parked thread takes tens of them; in return one processor is busy.
   *
   * @param spin how long to spin before each sleep; positive
   */
  static Waiter spinning(Duration spin) {
    return new SpinWaiter(spin);
  }
}
