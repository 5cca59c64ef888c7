package dev.oneloop;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often somebody asks for the time. */
final class CountingClock implements LoopClock {
  final AtomicInteger reads = new AtomicInteger();

  @Override
  public long nanoTime() {
    reads.incrementAndGet();
    return System.nanoTime();
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long realNanosUntil(long deadlineNanos) {
    return deadlineNanos - nanoTime();
  }
}
