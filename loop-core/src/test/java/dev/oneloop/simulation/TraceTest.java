package dev.oneloop.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.TimerHandle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a trace tells. */
class TraceTest {
  private static Runnable named(String name, Runnable body) {
    return new Runnable() {
      @Override
      public void run() {
        body.run();
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  private static SimulatedLoop run(Simulation simulation) {
    SimulatedLoop loop = Loops.builder().name("traced").simulated(simulation);
    loop.execute(
        named(
            "first",
            () -> {
              loop.schedule(named("timer", () -> {}), Duration.ofMillis(10));
              TimerHandle never = loop.schedule(named("never", () -> {}), Duration.ofMillis(5));
              never.cancel();
              loop.execute(named("last", () -> {}));
            }));
    loop.runUntilQuiescent();
    return loop;
  }

  @Test
  void itTellsWhatWasSubmittedByWhomAndWhatRanWhen() {
    assertEquals(
        """
                    0 ms  #1 submitted: first
                    0 ms  #1 runs
                    0 ms  #2 submitted by #1, due at 10 ms: timer
                    0 ms  #3 submitted by #1, due at 5 ms: never
                    0 ms  #3 cancelled
                    0 ms  #4 submitted by #1: last
                    0 ms  #4 runs
                   10 ms  #2 runs
        """,
        run(Simulation.fifo().traced()).trace().toString());
  }

  @Test
  void itTellsTheDecisionsThatDeviate() {
    Trace trace = run(Simulation.replay(Mode.POSSIBLE, 2, 3)).trace();
    List<String> lines = trace.toString().lines().map(String::strip).toList();
    assertEquals(
        List.of(
            "0 ms  #4 submitted by #1: last",
            "0.1 ms     0.1 ms pass",
            "0.1 ms  #4 runs",
            "0.1 ms     a timer is late by 1 ms",
            "11 ms  #2 runs"),
        lines.subList(5, lines.size()));
  }

  @Test
  void theDifferenceOfTwoRunsBeginsWhereTheyPart() {
    Trace late = run(Simulation.replay(Mode.POSSIBLE, 0, 3)).trace();
    Trace exact = run(Simulation.replay(Mode.POSSIBLE)).trace();
    assertEquals("", late.diff(run(Simulation.replay(Mode.POSSIBLE, 0, 3)).trace()));
    assertEquals(
        """
        The runs part at event 8:
                      0 ms  #2 submitted by #1, due at 10 ms: timer
                      0 ms  #3 submitted by #1, due at 5 ms: never
                      0 ms  #3 cancelled
                      0 ms  #4 submitted by #1: last
                      0 ms  #4 runs
        -             0 ms     a timer is late by 1 ms
        -            11 ms  #2 runs
        +            10 ms  #2 runs
        """,
        late.diff(exact));
  }

  @Test
  void aRunThatGoesOnDiffersFromOneThatEnds() {
    Trace one = run(Simulation.fifo().traced()).trace();
    SimulatedLoop longer = run(Simulation.fifo().traced());
    longer.execute(named("more", () -> {}));
    String difference = one.diff(longer.trace());
    assertTrue(difference.contains("- the end"), difference);
    assertTrue(difference.contains("#5 submitted: more"), difference);
  }

  @Test
  void onlyTheMostRecentIsKept() {
    SimulatedLoop loop = Loops.builder().simulated(Simulation.fifo().traced());
    for (int i = 0; i < 6_000; i++) {
      loop.execute(() -> {});
    }
    loop.runUntilIdle();
    Trace trace = loop.trace();
    assertEquals(10_000, trace.events().size());
    assertEquals(2_000, trace.dropped());
    assertEquals(2_001, trace.events().get(0).task());
    assertTrue(trace.toString().startsWith("2000 older events are not shown\n"));
  }

  @Test
  void whatAShutdownHandsBackIsTold() {
    SimulatedLoop loop = Loops.builder().simulated(Simulation.fifo().traced());
    loop.schedule(named("timer", () -> {}), Duration.ofMillis(1));
    loop.close();
    assertTrue(loop.trace().toString().endsWith("#1 handed back\n"), loop.trace()::toString);
  }

  @Test
  void aLoopThatWasNotAskedToKeepsNoTrace() {
    assertEquals(new Trace(List.of(), 0), run(Simulation.fifo()).trace());
  }
}
