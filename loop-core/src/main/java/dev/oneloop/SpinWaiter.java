package dev.oneloop;

import java.time.Duration;

/** Spins for a while before it parks, and is then awake without the cost of waking a thread. */
final class SpinWaiter implements Waiter {
  private final long spinNanos;
  private final ParkWaiter parking = new ParkWaiter();

  SpinWaiter(Duration spin) {
    if (spin.isNegative() || spin.isZero()) {
      throw new IllegalArgumentException("A waiter must spin longer than " + spin);
    }
    spinNanos = Deadlines.saturatedNanos(spin);
  }

  @Override
  public void await(long deadlineNanos, LoopClock clock) {
    long real =
        deadlineNanos == LoopClock.NEVER ? LoopClock.NEVER : clock.realNanosUntil(deadlineNanos);
    long limit = Math.min(real, spinNanos);
    long start = System.nanoTime();
    Thread thread = Thread.currentThread();
    while (!parking.isSignalled() && !thread.isInterrupted() && System.nanoTime() - start < limit) {
      Thread.onSpinWait();
    }
    // Clears the signal, if there is one, and does not sleep then.
    parking.await(deadlineNanos, clock);
  }

  @Override
  public void wakeup() {
    parking.wakeup();
  }

  @Override
  public String toString() {
    return "SpinWaiter(" + Duration.ofNanos(spinNanos) + ")";
  }
}
