package dev.oneloop.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopTask;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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

  @Test
  void aRunStaysTheSameHoweverOftenItIsRepeated() {
    List<String> first = run(Simulation.chaos(5)).log;
    for (int i = 0; i < 3_000; i++) {
      assertEquals(first, run(Simulation.chaos(5)).log);
    }
  }

  /** Written down, so that neither another JVM nor another release can change what seeds mean. */
  @Test
  void aSeedMeansTheSameForEver() {
    assertEquals(1, Simulation.VERSION);
    Program possible = run(Simulation.possible(6));
    assertEquals(
        "chain0@0 chain1@0 arrivalchain1@0 chain2@0 chain3@0 chain0@0 chain1@0 chain2@0 chain3@0"
            + " chain0@0 chain1@0 chain2@0 chain3@0 chain0@0",
        beginningOf(possible));
    assertArrayEquals(
        new int[] {
          0, 0, 1, 0, 3, 6, 0, 2, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 4
        },
        possible.loop.decisions());
    Program chaos = run(Simulation.chaos(6));
    assertEquals(
        "arrivalchain0@0 arrivalchain1@0 chain0@0 chain1@0 chain2@0 chain3@0 chain1@0 chain3@0"
            + " chain2@0 chain0@0 timerchain0@1000000 arrivalchain2@1000000 arrivalchain3@1000000"
            + " chain1@1000000",
        beginningOf(chaos));
    assertArrayEquals(
        new int[] {
          0, 0, 1, 0, 2, 8, 1, 0, 1, 8, 0, 0, 1, 2, 1, 3, 0, 0, 0, 1, 4, 0, 2, 3, 0, 1, 0, 0, 1, 1,
          0, 0, 1, 2, 0, 0, 3, 2
        },
        chaos.loop.decisions());
  }

  private static String beginningOf(Program program) {
    return String.join(" ", program.log.subList(0, 14));
  }

  @Test
  void noTimerIsEarlyAndReadyTasksKeepTheirOrderInThePossible() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedLoop loop = Loops.simulated(seed);
      List<Integer> submitted = new ArrayList<>();
      List<Integer> ran = new ArrayList<>();
      Runnable task =
          new Runnable() {
            @Override
            public void run() {
              int number = submitted.size();
              if (number < 60) {
                submitted.add(number);
                loop.execute(() -> {
                  ran.add(number);
                  run();
                });
                long deadline = loop.deadlineAfter(number * 700_000L + 1);
                loop.scheduleAt(
                    deadline,
                    () -> {
                      assertTrue(loop.clock().nanoTime() >= deadline, "early");
                      run();
                    });
              }
            }
          };
      loop.execute(task);
      loop.runUntilQuiescent();
      assertEquals(60, ran.size());
      assertEquals(submitted, ran);
      assertEquals(0, loop.metrics().failures());
    }
  }

  @Test
  void timersRunInTheOrderOfTheirDeadlinesWhateverTheLateness() {
    forAllSeeds(simulation -> {
      SimulatedLoop loop = Loops.builder().simulated(simulation);
      List<Long> ran = new ArrayList<>();
      for (long deadline : new long[] {5, 1, 3, 2_000_000, 1_500, 90_000_000, 2_000_001}) {
        loop.scheduleAt(deadline, () -> ran.add(deadline));
      }
      loop.runUntilQuiescent();
      assertEquals(ran.stream().sorted().toList(), ran);
    });
  }

  @Test
  void chaosKeepsTheOrderOfEachSource() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedLoop loop = Loops.builder().simulated(Simulation.chaos(seed));
      Map<Object, List<Integer>> ran = new HashMap<>();
      List<String> sources = List.of("a", "b", "c");
      loop.execute(() -> {
        for (int i = 0; i < 30; i++) {
          int number = i;
          String source = sources.get(i % 3);
          loop.execute(
              task(source, () -> ran.computeIfAbsent(source, s -> new ArrayList<>()).add(number)));
        }
      });
      loop.runUntilQuiescent();
      for (List<Integer> numbers : ran.values()) {
        assertEquals(10, numbers.size());
        assertEquals(numbers.stream().sorted().toList(), numbers);
      }
    }
  }

  @Test
  void chaosKeepsTheOrderOfWhatOneTaskSubmits() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedLoop loop = Loops.builder().simulated(Simulation.chaos(seed));
      List<Integer> ran = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int number = i;
        loop.execute(() -> ran.add(number));
      }
      loop.runUntilQuiescent();
      assertEquals(List.of(0, 1, 2, 3, 4), ran);
    }
  }

  @Test
  void chaosTriesAllOrdersOfTwoSourcesAndThePossibleTriesOne() {
    Set<List<String>> possible = new HashSet<>();
    Set<List<String>> chaos = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      possible.add(twoSources(Simulation.possible(seed)));
      chaos.add(twoSources(Simulation.chaos(seed)));
    }
    assertEquals(Set.of(List.of("a1", "b1", "a2", "b2")), possible);
    // All that keep a1 before a2 and b1 before b2.
    assertEquals(6, chaos.size());
  }

  private static List<String> twoSources(Simulation simulation) {
    SimulatedLoop loop = Loops.builder().simulated(simulation);
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

  @Test
  void whatATurnSubmitsRunsInALaterTurnInChaosToo() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedLoop loop = Loops.builder().simulated(Simulation.chaos(seed));
      List<String> ran = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        loop.execute(
            task(
                name,
                () -> {
                  ran.add("first");
                  loop.execute(task(name + name, () -> ran.add("second")));
                }));
      }
      assertEquals(3, loop.poll());
      assertEquals(List.of("first", "first", "first"), ran);
      assertEquals(3, loop.poll());
    }
  }

  @Test
  void aTimerMayComeBetweenTwoTasksThatAreReady() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedLoop loop = Loops.simulated(seed);
      List<String> ran = new ArrayList<>();
      loop.schedule(() -> ran.add("timer"), Duration.ofMillis(1));
      loop.execute(() -> ran.add("a"));
      loop.execute(() -> ran.add("b"));
      loop.runUntilQuiescent();
      orders.add(ran);
    }
    assertEquals(
        Set.of(List.of("a", "b", "timer"), List.of("a", "timer", "b"), List.of("timer", "a", "b")),
        orders);
  }

  @Test
  void whatComesFromOutsideComesInAnyOrderAndAroundTimers() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedLoop loop = Loops.simulated(seed);
      List<String> ran = new ArrayList<>();
      loop.outside().execute(() -> ran.add("a"));
      loop.outside().execute(() -> ran.add("b"));
      loop.schedule(() -> ran.add("timer"), Duration.ofMillis(250));
      loop.runUntilQuiescent();
      orders.add(ran);
    }
    assertEquals(6, orders.size());
  }

  @Test
  void withoutExplorationTheOutsideIsTheLoop() {
    SimulatedLoop loop = Loops.simulated();
    List<String> ran = new ArrayList<>();
    loop.outside().execute(() -> ran.add("a"));
    loop.execute(() -> ran.add("b"));
    loop.outside().execute(() -> ran.add("c"));
    assertEquals(3, loop.runUntilIdle());
    assertEquals(List.of("a", "b", "c"), ran);
    assertEquals(0, loop.clock().nanoTime());
  }

  @Test
  void whatIsStillToComeIsDroppedByAShutdown() {
    Decisions inTenSeconds = choice -> choice.kind() == Choice.Kind.ARRIVAL ? 6 : 0;
    SimulatedLoop loop = Loops.builder().simulated(Simulation.of(Mode.POSSIBLE, inTenSeconds));
    List<String> ran = new ArrayList<>();
    loop.outside().execute(() -> ran.add("late"));
    loop.advanceBy(Duration.ofSeconds(9));
    loop.outside().execute(() -> ran.add("at once"));
    loop.close();
    assertEquals(List.of("at once"), ran);
    assertTrue(loop.isTerminated());
  }

  @Test
  void advancingIsExactAndInclusiveUnderAllSeeds() {
    forAllSeeds(simulation -> {
      SimulatedLoop loop = Loops.builder().simulated(simulation);
      List<Long> ran = new ArrayList<>();
      Runnable chain =
          new Runnable() {
            @Override
            public void run() {
              ran.add(loop.clock().nanoTime());
              if (ran.size() < 40) {
                loop.execute(this);
                loop.schedule(() -> {}, Duration.ofMillis(3));
              }
            }
          };
      loop.execute(chain);
      List<Integer> due = new ArrayList<>();
      for (int millis : new int[] {1, 10, 10, 11, 20}) {
        loop.schedule(() -> due.add(millis), Duration.ofMillis(millis));
      }
      loop.advanceBy(Duration.ofMillis(10));
      assertEquals(10_000_000, loop.clock().nanoTime());
      assertEquals(List.of(1, 10, 10), due);
      assertEquals(40, ran.size());
      loop.advanceTo(11_000_000);
      assertEquals(11_000_000, loop.clock().nanoTime());
      assertEquals(List.of(1, 10, 10, 11), due);
      loop.runFor(Duration.ofMillis(4));
      assertEquals(15_000_000, loop.clock().nanoTime());
      assertEquals(List.of(1, 10, 10, 11), due);
    });
  }

  @Test
  void timeStandsStillWhereNothingWaits() {
    forAllSeeds(simulation -> {
      SimulatedLoop loop = Loops.builder().simulated(simulation);
      List<String> ran = new ArrayList<>();
      loop.schedule(() -> ran.add("timer"), Duration.ofNanos(1));
      for (int i = 0; i < 3; i++) {
        loop.execute(() -> {
          ran.add("task");
          loop.execute(() -> ran.add("next"));
        });
      }
      assertEquals(3, loop.poll());
      assertEquals(3, loop.runUntilIdle());
      assertEquals(0, loop.clock().nanoTime());
      assertEquals(List.of("task", "task", "task", "next", "next", "next"), ran);
    });
  }

  @Test
  void aTurnThatEndsEarlyRunsNothingAtOnceAnyMore() {
    Decisions oneTaskATurn = choice -> choice.kind() == Choice.Kind.TURN_LENGTH ? 1 : 0;
    SimulatedLoop loop = Loops.builder().simulated(Simulation.of(Mode.POSSIBLE, oneTaskATurn));
    List<Boolean> immediate = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      loop.execute(() -> immediate.add(loop.tryRunNow()));
    }
    loop.runUntilQuiescent();
    // The last one has a turn to itself, of which there is nothing to decide.
    assertEquals(List.of(false, false, true), immediate);
    assertArrayEquals(new int[] {1, 1}, loop.decisions());
  }

  @Test
  void anAnswerThatIsNoOptionIsRefused() {
    for (int answer : new int[] {-1, 2}) {
      SimulatedLoop loop = Loops.builder().simulated(Simulation.of(Mode.CHAOS, choice -> answer));
      List<String> ran = new ArrayList<>();
      loop.execute(task("a", () -> ran.add("a")));
      loop.execute(task("b", () -> ran.add("b")));
      IllegalStateException refused = assertThrows(IllegalStateException.class, loop::poll);
      assertTrue(refused.toString().contains("NEXT_TASK"), refused::toString);
    }
  }

  @Test
  void aReplayOfAnotherProgramTakesTheLastOptionThereIs() {
    SimulatedLoop loop = Loops.builder().simulated(Simulation.replay(Mode.CHAOS, 9));
    List<String> ran = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      loop.execute(task(name, () -> ran.add(name)));
    }
    loop.poll();
    assertEquals(List.of("c", "a", "b"), ran);
    assertArrayEquals(new int[] {2}, loop.decisions());
  }

  @Test
  void aDecisionIsNeverNegative() {
    assertThrows(IllegalArgumentException.class, () -> Simulation.replay(Mode.CHAOS, 1, -1));
  }

  @Test
  void aSimulationIsWrittenAsTheCodeThatMakesIt() {
    assertEquals("Simulation.possible(-3L)", Simulation.possible(-3).toString());
    assertEquals(
        "Simulation.replay(Mode.CHAOS, 0, 2)", Simulation.replay(Mode.CHAOS, 0, 2).toString());
    assertEquals(
        "Simulation.fifo().traced().foreignThreads(ForeignThreads.FAIL)",
        Simulation.fifo().traced().foreignThreads(ForeignThreads.FAIL).toString());
  }

  @Test
  void aNestedDriveMayAdvanceBeyondTheOuterOne() {
    SimulatedLoop loop = Loops.simulated();
    loop.execute(() -> {
      try {
        loop.runNested(() -> loop.advanceBy(Duration.ofSeconds(2)));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
    loop.advanceBy(Duration.ofSeconds(1));
    assertEquals(Duration.ofSeconds(2).toNanos(), loop.clock().nanoTime());
  }

  @Test
  void whoWaitsIsListedWithItsDeadline() {
    SimulatedLoop loop = Loops.simulated();
    Runnable named =
        new Runnable() {
          @Override
          public void run() {}

          @Override
          public String toString() {
            return "second";
          }
        };
    loop.schedule(named, Duration.ofMillis(20));
    loop.schedule(() -> {}, Duration.ofMillis(10));
    List<String> waiters = loop.waiters();
    assertEquals(2, waiters.size());
    assertEquals("SimulationTest$$Lambda, due at 10 ms", waiters.get(0));
    assertEquals("second, due at 20 ms", waiters.get(1));
  }

  private static void forAllSeeds(Consumer<Simulation> test) {
    for (long seed = 0; seed < SEEDS; seed++) {
      test.accept(Simulation.possible(seed));
      test.accept(Simulation.chaos(seed));
    }
  }
}
