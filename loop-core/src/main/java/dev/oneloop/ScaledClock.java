package dev.oneloop;

import java.time.Duration;
import java.time.Instant;

/** Time that runs at a multiple of another clock's rate, from the moment of its creation. */
final class ScaledClock implements LoopClock {
  private final LoopClock base;
  private final double rate;
  private final long origin;
  private final Instant start;

  ScaledClock(LoopClock base, double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException("Rate must be positive and finite: " + rate);
    }
    this.base = base;
    this.rate = rate;
    this.origin = base.nanoTime();
    this.start = base.instant();
  }

  @Override
  public long nanoTime() {
    return origin + (long) ((base.nanoTime() - origin) * rate);
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.ofNanos(nanoTime() - origin));
  }

  @Override
  public long realNanosUntil(long deadlineNanos) {
    long scaled = deadlineNanos - nanoTime();
    if (scaled <= 0) {
      return scaled;
    }
    // Rounded up, and by one more for the truncation in nanoTime(): never early.
    double real = Math.ceil(scaled / rate) + 1;
    long baseDeadline = Deadlines.after(base.nanoTime(), (long) real);
    return base.realNanosUntil(baseDeadline);
  }

  @Override
  public String toString() {
    return "ScaledClock(" + base + " x " + rate + ")";
  }
}
