package dev.oneloop.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of submissions from threads that the simulation knows nothing of. */
class ForeignThreadsTest {
  private final List<LoopFailure> failures = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();

  private SimulatedLoop loop(Simulation simulation, ForeignThreads rule) {
    return Loops.builder()
        .name("sim")
        .exceptionHandler((loop, failure) -> failures.add(failure))
        .simulated(simulation.foreignThreads(rule));
  }

  /** Runs something on a foreign thread, to its end; returns what it throws. */
  private static @Nullable Throwable elsewhere(Runnable body) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                thrown[0] = e;
              }
            },
            "stranger");
    thread.start();
    thread.join();
    return thrown[0];
  }

  @Test
  void atAnyTimeTheyAreTakenAsTheyCome() throws InterruptedException {
    SimulatedLoop loop = loop(Simulation.fifo(), ForeignThreads.ANY_TIME);
    loop.schedule(() -> ran.add("timer"), Duration.ofMillis(1));
    assertNull(elsewhere(() -> loop.execute(() -> ran.add("foreign"))));
    loop.runUntilQuiescent();
    assertEquals(List.of("foreign", "timer"), ran);
  }

  @Test
  void aRefusalNamesThreadAndLoopAndIsReportedToo() throws InterruptedException {
    for (Simulation simulation : List.of(Simulation.fifo(), Simulation.possible(1))) {
      failures.clear();
      SimulatedLoop loop = loop(simulation, ForeignThreads.FAIL);
      Throwable thrown = elsewhere(() -> loop.execute(() -> ran.add("foreign")));
      assertTrue(thrown instanceof IllegalStateException);
      String message = String.valueOf(thrown.getMessage());
      for (String part : List.of("sim", "stranger", "outside()", "ForeignThreadsTest$$Lambda")) {
        assertTrue(message.contains(part), message);
      }
      assertEquals(1, failures.size());
      assertEquals(thrown, failures.get(0).throwable());
      Throwable timer =
          elsewhere(() -> loop.schedule(() -> ran.add("foreign"), Duration.ofMillis(1)));
      assertTrue(timer instanceof IllegalStateException);
      loop.runUntilQuiescent();
      assertEquals(List.of(), ran);
    }
  }

  @Test
  void neitherTheMakerNorTheDriverIsForeign() throws InterruptedException {
    SimulatedLoop loop = loop(Simulation.fifo(), ForeignThreads.FAIL);
    assertNull(
        elsewhere(() -> {
          loop.runUntilIdle();
          loop.execute(() -> ran.add("driver"));
        }));
    loop.execute(() -> ran.add("maker"));
    loop.runUntilIdle();
    assertEquals(List.of("driver", "maker"), ran);
    assertEquals(List.of(), failures);
  }

  @Test
  void atQuiescenceTheyWaitForAllTasksAndTimers() throws InterruptedException {
    SimulatedLoop loop = loop(Simulation.fifo(), ForeignThreads.AT_QUIESCENCE);
    loop.schedule(
        () -> {
          ran.add("timer");
          loop.execute(() -> ran.add("task"));
        },
        Duration.ofHours(1));
    elsewhere(() -> {
      loop.execute(() -> note(loop, "foreign1"));
      loop.execute(() -> note(loop, "foreign2"));
    });
    assertEquals(3, loop.metrics().pendingTasks() + loop.metrics().timers());
    loop.runUntilIdle();
    assertEquals(List.of(), ran);
    loop.runUntilQuiescent();
    // Each has the loop to itself, with all that follows from it.
    assertEquals(
        List.of("timer", "task", "foreign1", "from foreign1", "foreign2", "from foreign2"), ran);
  }

  private void note(SimulatedLoop loop, String name) {
    ran.add(name);
    loop.schedule(() -> ran.add("from " + name), Duration.ofMillis(1));
  }

  @Test
  void whatIsHeldBackCanBeCancelled() throws InterruptedException {
    SimulatedLoop loop = loop(Simulation.fifo(), ForeignThreads.AT_QUIESCENCE);
    loop.schedule(() -> ran.add("timer"), Duration.ofHours(1));
    TimerHandle[] handle = new TimerHandle[1];
    elsewhere(() -> handle[0] = loop.schedule(() -> ran.add("foreign"), Duration.ofMillis(1)));
    loop.runUntilIdle();
    assertTrue(handle[0].cancel());
    loop.runUntilQuiescent();
    assertEquals(List.of("timer"), ran);
  }

  @Test
  void aShutdownSettlesWhatIsHeldBack() throws InterruptedException {
    SimulatedLoop loop = loop(Simulation.fifo(), ForeignThreads.AT_QUIESCENCE);
    loop.schedule(() -> ran.add("timer"), Duration.ofHours(1));
    elsewhere(() -> loop.execute(() -> ran.add("foreign")));
    loop.runUntilIdle();
    loop.close();
    assertEquals(List.of("foreign"), ran);
    assertTrue(loop.isTerminated());
  }

  @Test
  void aLoopThatWaitsForAForeignThreadGetsItsResult() throws Exception {
    SimulatedLoop loop = loop(Simulation.possible(3), ForeignThreads.AT_QUIESCENCE);
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread stranger = new Thread(() -> loop.execute(() -> result.complete("done")), "stranger");
    loop.execute(stranger::start);
    assertEquals("done", loop.runUntilComplete(result));
    stranger.join();
  }
}
