package dev.oneloop;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a loop asks of its waiter. */
final class CountingWaiter implements Waiter {
  final AtomicInteger wakeups = new AtomicInteger();
  final AtomicInteger sleeps = new AtomicInteger();
  final AtomicInteger timedSleeps = new AtomicInteger();
  private final Waiter waiter = new ParkWaiter();

  @Override
  public void await(long deadlineNanos, LoopClock clock) {
    sleeps.incrementAndGet();
    if (deadlineNanos != LoopClock.NEVER) {
      timedSleeps.incrementAndGet();
    }
    waiter.await(deadlineNanos, clock);
  }

  @Override
  public void wakeup() {
    wakeups.incrementAndGet();
    waiter.wakeup();
  }
}
