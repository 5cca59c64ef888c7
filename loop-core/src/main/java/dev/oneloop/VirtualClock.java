package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;

/**
 * A clock that stands still until somebody moves it: for simulation, for a game's ticks, for
 * pausing.
 *
 * <p>It may be read from any thread; one thread at a time may move it, never backwards. A loop that
 * goes by this clock does not notice by itself that the clock has moved: drive it after moving the
 * clock. The loop of {@link Loops#simulated()} moves its clock itself.
 */
public final class VirtualClock implements LoopClock {
  private static final VarHandle NOW;

  static {
    try {
      NOW = MethodHandles.lookup().findVarHandle(VirtualClock.class, "now", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long origin;
  private final Instant start;

  /**
   * Written by the one thread that moves the clock, with a release, and read with an acquire:
   * whoever sees a time sees what was done before it. A volatile write would add its full fence to
   * every simulated event: about 4 ns of 35 were measured.
   */
  private long now;

  /** A clock that reads zero, and 1970-01-01T00:00:00Z. */
  public VirtualClock() {
    this(0, Instant.EPOCH);
  }

  /**
   * A clock with a given reading.
   *
   * @param nanoTime the first reading of {@link #nanoTime()}
   * @param instant the first reading of {@link #instant()}
   */
  public VirtualClock(long nanoTime, Instant instant) {
    origin = nanoTime;
    now = nanoTime;
    start = instant;
  }

  @Override
  public long nanoTime() {
    return (long) NOW.getAcquire(this);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime() - origin);
  }

  @Override
  public long realNanosUntil(long deadlineNanos) {
    return deadlineNanos - nanoTime() <= 0 ? 0 : NEVER;
  }

  /**
   * Moves the clock forward.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advanceBy(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("A clock cannot go back by " + duration);
    }
    NOW.setRelease(this, Deadlines.after(now, Deadlines.saturatedNanos(duration)));
  }

  /**
   * Moves the clock forward to a reading of {@link #nanoTime()}.
   *
   * @throws IllegalArgumentException if the clock is past it
   */
  public void advanceTo(long deadlineNanos) {
    if (deadlineNanos - now < 0) {
      throw new IllegalArgumentException(
          "A clock cannot go back, from " + now + " to " + deadlineNanos);
    }
    NOW.setRelease(this, deadlineNanos);
  }

  @Override
  public String toString() {
    return "VirtualClock(" + instant() + ")";
  }
}
