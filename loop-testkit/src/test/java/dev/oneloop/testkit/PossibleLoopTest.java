package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.Simulation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a simulation does within the possible is within the contract. */
@ParameterizedClass
@ValueSource(longs = {1, 2, 3, 4})
class PossibleLoopTest extends SimulatedLoopTest {
  private final long seed;

  PossibleLoopTest(long seed) {
    this.seed = seed;
  }

  @Override
  protected SimulatedLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder().exceptionHandler(handler).simulated(Simulation.possible(seed));
  }
}
