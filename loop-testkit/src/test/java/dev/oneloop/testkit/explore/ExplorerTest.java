package dev.oneloop.testkit.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopTask;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.ForeignThreads;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which runs are made, which failures are found, and what is left of them. */
class ExplorerTest {

  /** Four tasks of two sources. */
  private static List<String> fourTasks(SimulatedLoop loop) {
    List<String> ran = new ArrayList<>();
    for (String name : List.of("a1", "b1", "a2", "b2")) {
      loop.execute(task(name.substring(0, 1).intern(), () -> ran.add(name)));
    }
    loop.runUntilQuiescent();
    return ran;
  }

  private static LoopTask task(Object source, Runnable body) {
    return new LoopTask() {
      @Override
      public void run() {
        body.run();
      }

      @Override
      protected Object source() {
        return source;
      }
    };
  }

  /** Fails if two results arrive in the wrong order while ten timers of others come and go. */
  private static void overtaking(SimulatedLoop loop) {
    List<String> arrived = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      loop.schedule(() -> loop.execute(() -> {}), Duration.ofMillis(7L * i));
    }
    loop.outside().execute(() -> arrived.add("first"));
    loop.outside().execute(() -> arrived.add("second"));
    loop.runUntilQuiescent();
    assertEquals(List.of("first", "second"), arrived);
  }

  private static Failure find(Program program, Iterable<Simulation> simulations) {
    return Explorer.of(program).explore(simulations).orElseThrow();
  }

  @Test
  void everyStrategyFindsAResultThatOvertakesAnother() {
    for (Iterable<Simulation> simulations :
        List.of(
            Schedules.random(Mode.POSSIBLE, 0, 100),
            Schedules.priorities(Mode.POSSIBLE, 1, 100, 2),
            Schedules.bounded(Mode.POSSIBLE, 1, 100))) {
      Failure failure = find(ExplorerTest::overtaking, simulations);
      assertTrue(failure.thrown() instanceof AssertionError);
    }
    assertFalse(Explorer.of(ExplorerTest::overtaking).run(Simulation.fifo()).isPresent());
  }

  @Test
  void aFailureIsShrunkToTheDeviationsThatItNeeds() {
    Explorer explorer = Explorer.of(ExplorerTest::overtaking);
    for (long seed = 0; seed < 100; seed++) {
      explorer
          .run(Simulation.possible(seed))
          .map(explorer::shrink)
          .ifPresent(failure -> {
            assertArrayEquals(new int[] {0, 0, 1}, failure.decisions());
            assertEquals(
                "Simulation.replay(Mode.POSSIBLE, 0, 0, 1)", failure.simulation().toString());
            assertTrue(explorer.run(failure.simulation()).isPresent());
          });
    }
  }

  /** What a strategy learns in a run would make the next run of its simulation another one. */
  @Test
  void aFailureOfAnyStrategyCanBeRunAgain() {
    Explorer explorer = Explorer.of(ExplorerTest::overtaking);
    for (Iterable<Simulation> simulations :
        List.of(
            Schedules.random(Mode.POSSIBLE, 0, 100),
            Schedules.priorities(Mode.POSSIBLE, 1, 100, 2),
            Schedules.bounded(Mode.POSSIBLE, 1, 100))) {
      Failure failure = explorer.explore(simulations).orElseThrow();
      assertTrue(explorer.run(failure.simulation()).isPresent());
      assertTrue(explorer.run(failure.replay()).isPresent());
      String code = failure.simulation().toString();
      assertTrue(
          code.matches("Simulation\\.(possible\\(\\d+L|replay\\(Mode.POSSIBLE[, \\d]+)\\)"), code);
    }
  }

  @Test
  void shrinkingKeepsToTheRuleForForeignThreads() {
    Explorer explorer = Explorer.of(ExplorerTest::overtaking);
    Simulation strict = Simulation.replay(Mode.POSSIBLE, 0, 0, 2);
    Failure failure =
        explorer
            .run(strict.foreignThreads(ForeignThreads.FAIL))
            .map(explorer::shrink)
            .orElseThrow();
    assertEquals(ForeignThreads.FAIL, failure.simulation().foreignThreads());
  }

  @Test
  void aFailureSaysHowToRunItAgain() {
    Explorer explorer = Explorer.of(ExplorerTest::overtaking);
    Failure failure =
        explorer
            .explore(Schedules.random(Mode.POSSIBLE, 0, 100))
            .map(explorer::shrink)
            .orElseThrow();
    String text = failure.toString();
    assertTrue(
        text.contains("The same once more: Simulation.replay(Mode.POSSIBLE, 0, 0, 1)\n"), text);
    assertTrue(text.contains("arrives in 0.001 ms"), text);
    assertTrue(text.contains("AssertionFailedError"), text);
  }

  @Test
  void whatIsReportedToTheLoopIsAFailure() {
    IllegalStateException thrown = new IllegalStateException("in a task");
    Failure failure =
        Explorer.of(
                loop -> {
                  loop.execute(() -> {
                    throw thrown;
                  });
                  loop.runUntilIdle();
                })
            .run(Simulation.possible(1))
            .orElseThrow();
    assertSame(thrown, failure.thrown());
  }

  @Test
  void aProgramThatWaitsForEverFailsAndSaysWhoWaits() {
    Failure failure =
        Explorer.of(loop -> loop.runUntilComplete(new CompletableFuture<>()))
            .run(Simulation.possible(1))
            .orElseThrow();
    assertTrue(failure.thrown() instanceof IllegalStateException);
    assertTrue(failure.toString().contains("Nothing is left to run"), failure::toString);
  }

  @Test
  void aProgramWithoutABugHasNoFailure() {
    Explorer explorer = Explorer.of(ExplorerTest::fourTasks);
    assertFalse(explorer.explore(Schedules.random(Mode.CHAOS, 0, 100)).isPresent());
  }

  @Test
  void boundedSearchMakesEveryRunOnceAndThoseWithFewerDeviationsFirst() {
    Set<List<String>> orders = new HashSet<>();
    List<Integer> deviations = new ArrayList<>();
    Set<String> decisions = new HashSet<>();
    Explorer.of(
            loop -> {
              orders.add(fourTasks(loop));
              int deviating = 0;
              for (int decision : loop.decisions()) {
                deviating += decision == 0 ? 0 : 1;
              }
              deviations.add(deviating);
              assertTrue(decisions.add(Arrays.toString(loop.decisions())), "twice");
            })
        .explore(Schedules.bounded(Mode.CHAOS, 9, 1_000))
        .ifPresent(failure -> assertEquals("", failure.toString()));
    assertEquals(6, orders.size());
    assertEquals(deviations.stream().sorted().toList(), deviations);
  }

  @Test
  void boundedSearchStopsAtItsBounds() {
    assertEquals(1, count(Schedules.bounded(Mode.CHAOS, 0, 1_000)));
    assertEquals(7, count(Schedules.bounded(Mode.CHAOS, 9, 7)));
    Iterable<Simulation> one = Schedules.bounded(Mode.CHAOS, 1, 1_000);
    assertEquals(count(one), count(one));
  }

  private static int count(Iterable<Simulation> simulations) {
    int[] runs = new int[1];
    Explorer.of(
            loop -> {
              runs[0]++;
              fourTasks(loop);
            })
        .explore(simulations);
    return runs[0];
  }

  @Test
  void prioritiesAreTheSameForTheSameSeed() {
    assertEquals(priorityOrders(3), priorityOrders(3));
    assertTrue(new HashSet<>(priorityOrders(3)).size() > 2);
  }

  private static List<List<String>> priorityOrders(long seed) {
    List<List<String>> orders = new ArrayList<>();
    Explorer.of(loop -> orders.add(fourTasks(loop)))
        .explore(Schedules.priorities(Mode.CHAOS, seed, 30, 1));
    return orders;
  }

  @Test
  void thereIsNothingToExploreInFifo() {
    assertThrows(IllegalArgumentException.class, () -> Schedules.random(Mode.FIFO, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> Schedules.bounded(Mode.FIFO, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Schedules.priorities(Mode.FIFO, 0, 1, 1));
  }
}
