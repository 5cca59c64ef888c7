package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.Simulation;
import org.junit.jupiter.api.Nested;

/** Whatever a simulation does within the possible is within the contract. */
class PossibleLoopTest {
  @Nested
  class Seed1 extends Possible {
    Seed1() {
      super(1);
    }
  }

  @Nested
  class Seed2 extends Possible {
    Seed2() {
      super(2);
    }
  }

  @Nested
  class Seed3 extends Possible {
    Seed3() {
      super(3);
    }
  }

  @Nested
  class Seed4 extends Possible {
    Seed4() {
      super(4);
    }
  }

  abstract static class Possible extends SimulatedLoopTest {
    private final long seed;

    Possible(long seed) {
      this.seed = seed;
    }

    @Override
    protected SimulatedLoop newLoop(LoopExceptionHandler handler) {
      return Loops.builder().exceptionHandler(handler).simulated(Simulation.possible(seed));
    }
  }
}
