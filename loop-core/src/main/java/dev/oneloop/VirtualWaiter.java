package dev.oneloop;

/**
 * Sleeps in virtual time, that is, not at all: it moves the clock to the deadline. Only where there
 * is no deadline does it wait for somebody from outside.
 */
final class VirtualWaiter implements Waiter {
  private final VirtualClock clock;
  private final ParkWaiter outside = new ParkWaiter();

  VirtualWaiter(VirtualClock clock) {
    this.clock = clock;
  }

  @Override
  public void await(long deadlineNanos, LoopClock sameClock) {
    if (deadlineNanos == LoopClock.NEVER) {
      outside.await(deadlineNanos, sameClock);
    } else if (deadlineNanos - clock.nanoTime() > 0) {
      clock.advanceTo(deadlineNanos);
    }
  }

  @Override
  public void wakeup() {
    outside.wakeup();
  }
}
