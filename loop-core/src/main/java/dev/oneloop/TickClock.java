package dev.oneloop;

import java.time.Duration;
import java.time.Instant;

/**
 * A clock that advances by a fixed step at each tick: the time of a game or of a control loop.
 * While nobody ticks, it is paused.
 *
 * <pre>{@code
 * TickClock clock = new TickClock(Duration.ofMillis(20));
 * ManualLoop loop = Loops.builder().clock(clock).manual();
 * void onFrame() {
 *   clock.tick();
 *   loop.poll();   // timers that this tick has made due, and what is ready
 * }
 * }</pre>
 *
 * <p>It may be read from any thread; one thread at a time may tick. A loop does not notice by
 * itself that its clock has ticked: drive it afterwards.
 */
public final class TickClock implements LoopClock {
  private final Duration step;
  private final VirtualClock time = new VirtualClock();

  /**
   * A clock that reads zero, and 1970-01-01T00:00:00Z.
   *
   * @param step how far a tick advances it; positive
   */
  public TickClock(Duration step) {
    if (step.isNegative() || step.isZero()) {
      throw new IllegalArgumentException("A tick must be longer than " + step);
    }
    this.step = step;
  }

  /** Advances the clock by one step. */
  public void tick() {
    time.advanceBy(step);
  }

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }

  @Override
  public Instant instant() {
    return time.instant();
  }

  /** {@inheritDoc} Here {@link #NEVER} for whatever is not due yet: it takes a tick. */
  @Override
  public long realNanosUntil(long deadlineNanos) {
    return time.realNanosUntil(deadlineNanos);
  }

  @Override
  public String toString() {
    return "TickClock(" + instant() + ", step " + step + ")";
  }
}
