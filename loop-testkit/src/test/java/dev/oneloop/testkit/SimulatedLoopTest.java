package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import java.time.Duration;

class SimulatedLoopTest extends ManualLoopContract {
  /** Beyond lies what a test schedules for it not to run. */
  private static final long SOON = Duration.ofMinutes(1).toNanos();

  @Override
  protected SimulatedLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder().exceptionHandler(handler).simulated();
  }

  @Override
  void passTime() {
    SimulatedLoop simulated = (SimulatedLoop) loop;
    long next = simulated.nextDeadline();
    if (next - now() < SOON) {
      simulated.advanceTo(next);
    } else {
      super.passTime();
    }
  }
}
