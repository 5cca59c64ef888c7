package dev.oneloop.examples.quakes;

import dev.oneloop.LoopClock;
import java.time.Duration;
import java.time.Instant;

/** The recorded time, counted on the loop's clock from the moment the replay starts. */
final class Timeline {
  private final LoopClock clock;
  private final Instant first;
  private final long startNanos;

  /** Starts now, at the given moment of the recording. */
  Timeline(LoopClock clock, Instant first) {
    this.clock = clock;
    this.first = first;
    this.startNanos = clock.nanoTime();
  }

  /** How much recorded time has passed since the start. */
  Duration elapsed() {
    return Duration.ofNanos(clock.nanoTime() - startNanos);
  }

  Instant now() {
    return first.plus(elapsed());
  }

  /** When a moment of the recording comes, on the loop's clock. */
  long deadline(Instant moment) {
    return startNanos + Duration.between(first, moment).toNanos();
  }
}
