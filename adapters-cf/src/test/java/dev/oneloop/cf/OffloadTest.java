package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Blocking work, where there is no other thread to block. */
@SuppressWarnings("FutureReturnValueIgnored") // what matters is what the stages do
class OffloadTest {
  private static final Executor NOBODY =
      task -> {
        throw new AssertionError("A simulation uses no pool");
      };

  private static SimulatedLoop run(Simulation simulation, List<String> ran) {
    SimulatedLoop loop = Loops.builder().simulated(simulation);
    LoopExecutor executor = LoopExecutor.of(loop);
    for (String name : List.of("a", "b", "c")) {
      executor.offload(NOBODY, () -> name).thenAccept(ran::add);
    }
    executor.delay(Duration.ofMillis(50)).thenRun(() -> ran.add("50 ms"));
    loop.runUntilQuiescent();
    return loop;
  }

  @Test
  void withoutExplorationTheWorkIsDoneAtOnceAndInOrder() {
    List<String> ran = new ArrayList<>();
    run(Simulation.fifo(), ran);
    assertEquals(List.of("a", "b", "c", "50 ms"), ran);
  }

  @Test
  void outcomesArriveInAnyOrderAndTheSameSeedBringsTheSame() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      List<String> ran = new ArrayList<>();
      List<String> again = new ArrayList<>();
      SimulatedLoop loop = run(Simulation.possible(seed), ran);
      run(Simulation.replay(loop.simulation().mode(), loop.decisions()), again);
      assertEquals(4, ran.size());
      assertEquals(ran, again);
      orders.add(ran);
    }
    assertEquals(24, orders.size());
  }

  @Test
  void whatWaitsForAnOutcomeIsNamed() {
    SimulatedLoop loop = Loops.simulated();
    LoopFuture<String> pinned = LoopExecutor.of(loop).pin(new CompletableFuture<>());
    List<String> waiters = loop.waiters();
    assertEquals(1, waiters.size());
    assertTrue(waiters.get(0).startsWith("future "), waiters::toString);
    pinned.complete("done");
    assertEquals(List.of(), loop.waiters());
  }
}
