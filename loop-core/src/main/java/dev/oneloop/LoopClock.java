package dev.oneloop;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of a loop: a monotonic {@link #nanoTime()} for deadlines and a wall-clock {@link
 * #instant()} to show to people.
 *
 * <p>May be read from any thread.
 */
public interface LoopClock extends InstantSource {

  /** As a deadline: no deadline. As a duration: for ever. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Monotonic nanoseconds since an arbitrary origin, as {@link System#nanoTime()}. Values may be
   * negative and may wrap: compare them by subtraction.
   */
  long nanoTime();

  @Override
  Instant instant();

  /**
   * How long to sleep, in real nanoseconds, until a deadline of this clock is reached: at most zero
   * if it has been; {@link #NEVER} if no amount of sleeping will bring it about, because somebody
   * has to advance this clock.
   */
  long realNanosUntil(long deadlineNanos);

  /** The clock of the machine. */
  static LoopClock system() {
    return SystemClock.INSTANCE;
  }

  /**
   * A clock that runs faster or slower than another.
   *
   * @param rate how many seconds pass here for one second there; positive
   */
  static LoopClock scaled(LoopClock base, double rate) {
    return new ScaledClock(base, rate);
  }
}
