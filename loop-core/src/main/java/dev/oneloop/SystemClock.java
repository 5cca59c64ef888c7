package dev.oneloop;

import java.time.Instant;

/** The machine's clock. */
enum SystemClock implements LoopClock {
  INSTANCE;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long realNanosUntil(long deadlineNanos) {
    return deadlineNanos - System.nanoTime();
  }

  @Override
  public String toString() {
    return "SystemClock";
  }
}
