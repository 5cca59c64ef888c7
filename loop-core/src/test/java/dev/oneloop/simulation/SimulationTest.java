package dev.oneloop.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What is tried out, what is never done, and that it can be done again. */
class SimulationTest {
  private static final int SEEDS = 300;

  /** A program with timers, tasks and things from outside; each says what it is and when it ran. */
  private static final class Program {
    final SimulatedLoop loop;
    final List<String> log = new ArrayList<>();

    Program(Simulation simulation) {
      loop = Loops.builder().name("p").simulated(simulation);
      for (int i = 0; i < 4; i++) {
        String name = "chain" + i;
        loop.execute(() -> step(name, 3));
        loop.schedule(() -> step("timer" + name, 2), Duration.ofMillis(5 * i + 1));
        loop.outside().execute(() -> note("arrival" + name));
      }
    }

    private void step(String name, int left) {
      note(name);
      if (left > 0) {
        loop.execute(() -> step(name, left - 1));
        loop.schedule(() -> note("later" + name), Duration.ofMillis(3));
      }
    }

    private void note(String what) {
      log.add(what + "@" + loop.clock().nanoTime());
    }

    Program run() {
      loop.runUntilQuiescent();
      return this;
    }
  }

  private static Program run(Simulation simulation) {
    return new Program(simulation).run();
  }

  @Test
  void theSameSeedDoesTheSameAgain() {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (LongFunction<Simulation> mode : MODES) {
        Program first = run(mode.apply(seed));
        Program second = run(mode.apply(seed));
        assertEquals(first.log, second.log);
        assertEquals("", first.loop.trace().diff(second.loop.trace()));
        assertEquals(first.loop.trace(), second.loop.trace());
        assertArrayEquals(first.loop.decisions(), second.loop.decisions());
      }
    }
  }

  private static final List<LongFunction<Simulation>> MODES =
      List.of(Simulation::possible, Simulation::chaos);

  @Test
  void theDecisionsOfARunAreEnoughToDoItAgain() {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (LongFunction<Simulation> mode : MODES) {
        Program first = run(mode.apply(seed));
        Simulation again =
            Simulation.replay(first.loop.simulation().mode(), first.loop.decisions());
        Program second = run(again);
        assertEquals("", first.loop.trace().diff(second.loop.trace()));
        assertArrayEquals(first.loop.decisions(), second.loop.decisions());
      }
    }
  }

  @Test
  void withoutADeviationARunIsFifo() {
    List<String> fifo = run(Simulation.fifo()).log;
    assertEquals(fifo, run(Simulation.replay(Mode.POSSIBLE)).log);
    assertEquals(fifo, run(Simulation.replay(Mode.CHAOS)).log);
    assertEquals(fifo, run(Simulation.of(Mode.CHAOS, choice -> 0)).log);
  }

  @Test
  void seedsDiffer() {
    Set<List<String>> runs = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      runs.add(run(Simulation.possible(seed)).log);
    }
    assertTrue(runs.size() > SEEDS * 9 / 10, () -> runs.size() + " different runs");
  }
}
