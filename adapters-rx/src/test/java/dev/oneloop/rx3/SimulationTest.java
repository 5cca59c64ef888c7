package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.Simulation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler.Worker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a simulation does with workers, whose tasks belong together. */
@SuppressWarnings("CheckReturnValue") // the lists tell what the tasks and streams did
class SimulationTest {
  private static final int SEEDS = 300;

  private static List<String> twoWorkers(Simulation simulation, int delay) {
    SimulatedLoop loop = Loops.builder().simulated(simulation);
    List<String> ran = new ArrayList<>();
    Worker a = LoopSchedulers.from(loop).createWorker();
    Worker b = LoopSchedulers.from(loop).createWorker();
    for (int i = 1; i <= 2; i++) {
      int number = i;
      a.schedule(() -> ran.add("a" + number), delay, TimeUnit.MILLISECONDS);
      b.schedule(() -> ran.add("b" + number), delay, TimeUnit.MILLISECONDS);
    }
    loop.runUntilQuiescent();
    return ran;
  }

  @Test
  void chaosTriesAllOrdersOfTwoWorkersAndKeepsEachOnesOwn() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      orders.add(twoWorkers(Simulation.chaos(seed), 0));
    }
    assertEquals(6, orders.size());
    for (List<String> order : orders) {
      assertEquals(List.of("a1", "a2"), order.stream().filter(s -> s.startsWith("a")).toList());
      assertEquals(List.of("b1", "b2"), order.stream().filter(s -> s.startsWith("b")).toList());
    }
  }

  @Test
  void thePossibleKeepsTheOrderOfReadyTasksAndOfEqualDelays() {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (int delay : new int[] {0, 10}) {
        assertEquals(List.of("a1", "b1", "a2", "b2"), twoWorkers(Simulation.possible(seed), delay));
      }
    }
  }

  @Test
  void chaosNeverReordersWhatOneStreamDelivers() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedLoop loop = Loops.builder().simulated(Simulation.chaos(seed));
      LoopScheduler scheduler = LoopSchedulers.from(loop);
      List<Integer> first = new ArrayList<>();
      List<Integer> second = new ArrayList<>();
      Flowable.range(1, 20).observeOn(scheduler, false, 2).subscribe(first::add);
      Flowable.range(1, 20).subscribeOn(scheduler).observeOn(scheduler).subscribe(second::add);
      loop.runUntilQuiescent();
      assertEquals(first, second);
      assertEquals(first.stream().sorted().toList(), first);
      assertEquals(20, first.size());
    }
  }
}
