package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.SimulatedLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** Methods of a nested class, and those of the one around it, share the loop of a run. */
class NestedLoopTestTest {
  private final List<String> events = new ArrayList<>();

  @BeforeEach
  void prepare(SimulatedLoop loop) {
    events.clear();
    loop.execute(() -> events.add("outer"));
  }

  @Nested
  class Inner {
    @BeforeEach
    void prepareMore(SimulatedLoop loop) {
      loop.execute(() -> events.add("inner"));
    }

    @LoopTest(seeds = 2)
    void everyRunHasItsOwnInstance(SimulatedLoop loop) {
      loop.runUntilIdle();
      assertEquals(List.of("outer", "inner"), events);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OfOneInstance {
    @LoopTest(seeds = 2)
    void everyRunHasItsOwnLoop(SimulatedLoop loop) {
      assertEquals(0, loop.clock().nanoTime());
      loop.runUntilIdle();
      assertEquals(List.of("outer"), events);
    }
  }
}
