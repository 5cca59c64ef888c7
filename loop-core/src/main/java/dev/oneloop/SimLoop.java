package dev.oneloop;

import java.time.Duration;

/** A loop in virtual time. */
final class SimLoop extends CallerLoop implements SimulatedLoop {
  SimLoop(LoopBuilder builder, VirtualClock clock) {
    super(builder, clock, new VirtualWaiter(clock));
  }

  @Override
  public VirtualClock clock() {
    return (VirtualClock) super.clock();
  }

  @Override
  public int advanceBy(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("Cannot advance " + this + " by " + duration);
    }
    return advanceTo(deadlineAfter(Deadlines.saturatedNanos(duration)));
  }

  @Override
  public int advanceTo(long deadlineNanos) {
    VirtualClock clock = clock();
    if (deadlineNanos - clock.nanoTime() < 0) {
      throw new IllegalArgumentException(
          "Cannot move the clock of " + this + " back to " + deadlineNanos);
    }
    Until idle = idleOrDue();
    int token = enter();
    try {
      int ran = 0;
      for (; ; ) {
        ran += drive(idle);
        long next = agenda.firstDeadline();
        if (stopped || hasWork() || isTerminated()) {
          // Stopped, or interrupted, with work left: time stays where it is.
          return ran;
        }
        if (next == LoopClock.NEVER || next - deadlineNanos > 0) {
          clock.advanceTo(deadlineNanos);
          return ran;
        }
        clock.advanceTo(next);
      }
    } finally {
      exit(token);
    }
  }

  @Override
  public int runUntilQuiescent() {
    return driving(
        new Until() {
          @Override
          public boolean isReached() {
            return false;
          }

          @Override
          public boolean isReachedWhenIdle() {
            return agenda.firstDeadline() == LoopClock.NEVER;
          }
        });
  }
}
