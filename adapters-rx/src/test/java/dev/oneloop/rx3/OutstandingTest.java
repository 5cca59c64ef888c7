package dev.oneloop.rx3;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A worker knows what it has outstanding, and keeps nothing else for long. */
class OutstandingTest extends RxTestBase {
  private static final int MANY = 20_000;

  private final SimulatedLoop loop = Loops.simulated();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final LoopWorker worker = scheduler.newWorker();

  @Test
  void countsWhatIsPending() {
    List<Disposable> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(worker.schedule(() -> {}));
      all.add(scheduler.scheduleDirect(() -> {}));
      all.add(worker.schedule(() -> {}, 1, HOURS));
      all.add(scheduler.scheduleDirect(() -> {}, 1, HOURS));
      all.add(worker.schedulePeriodically(() -> {}, 1, 1, HOURS));
    }
    assertEquals(20, scheduler.pendingTasks());
    assertEquals(30, scheduler.pendingTimers());
    loop.runUntilIdle();
    assertEquals(0, scheduler.pendingTasks());
    all.forEach(Disposable::dispose);
    assertEquals(0, scheduler.pendingTimers());
  }

  @Test
  void disposedTimersLeaveTheLoopAtOnce() {
    loop.execute(() -> {
      List<Disposable> timers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        timers.add(worker.schedule(() -> {}, 1, HOURS));
      }
      timers.forEach(Disposable::dispose);
      assertEquals(0, loop.metrics().timers());
      worker.schedule(() -> {}, 1, HOURS);
      worker.schedulePeriodically(() -> {}, 1, 1, HOURS);
      worker.dispose();
      assertEquals(0, loop.metrics().timers());
    });
    loop.runUntilIdle();
    assertEquals(0, loop.metrics().failures());
  }

  @Test
  void aSubmissionThatLosesTheRaceWithDisposalLeavesTheLoop() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      Scheduler.Worker raced = scheduler.createWorker();
      CountDownLatch ready = new CountDownLatch(1);
      Thread disposer =
          new Thread(() -> {
            ready.countDown();
            raced.dispose();
          });
      disposer.start();
      assertTrue(ready.await(60, TimeUnit.SECONDS));
      raced.schedule(() -> {}, 1, HOURS);
      raced.schedulePeriodically(() -> {}, 1, 1, HOURS);
      raced.schedule(() -> {});
      disposer.join();
      assertEquals(0, scheduler.pendingTimers());
      assertEquals(0, scheduler.pendingTasks());
      assertEquals(0, loop.metrics().timers());
      assertEquals(0, loop.metrics().pendingTasks());
    }
  }

  @Test
  void periodicTasksThatAreDisposedWhileTheyTickLeaveTheLoop() throws Exception {
    try (ManagedLoop own = Loops.start("own")) {
      LoopScheduler busy = LoopSchedulers.from(own);
      for (int round = 0; round < 500; round++) {
        CountDownLatch ticked = new CountDownLatch(1);
        Disposable periodic =
            busy.schedulePeriodicallyDirect(ticked::countDown, 0, round % 2, TimeUnit.MICROSECONDS);
        assertTrue(ticked.await(60, TimeUnit.SECONDS));
        periodic.dispose();
      }
      CountDownLatch fence = new CountDownLatch(1);
      own.execute(fence::countDown);
      assertTrue(fence.await(60, TimeUnit.SECONDS));
      assertEquals(0, busy.pendingTimers());
      assertEquals(0, own.metrics().timers());
    }
  }

  @Test
  void tasksThatHaveRunAreNotKept() {
    for (int i = 0; i < MANY; i++) {
      worker.schedule(() -> {});
      if (i % 3 == 0) {
        loop.poll();
      }
    }
    loop.runUntilIdle();
    assertChainAtMost(1);
  }

  @Test
  void tasksDisposedInTurnAreNotKept() {
    for (int i = 0; i < MANY; i++) {
      worker.schedule(() -> {}).dispose();
    }
    assertChainAtMost(1);
  }

  @Test
  void timersDisposedOldestFirstAreNotKept() {
    List<Disposable> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(worker.schedule(() -> {}, 1, HOURS));
    }
    all.forEach(Disposable::dispose);
    assertChainAtMost(0);
  }

  @Test
  void whatIsDisposedNewestFirstIsNotKept() {
    Deque<Disposable> all = new ArrayDeque<>();
    for (int i = 0; i < MANY; i++) {
      all.push(worker.schedule(() -> {}));
      all.push(worker.schedule(() -> {}, 1, HOURS));
    }
    all.forEach(Disposable::dispose);
    assertChainAtMost(0);
  }

  @Test
  void whatIsDisposedInRandomOrderIsNotKept() {
    List<Disposable> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(worker.schedule(() -> {}));
      all.add(worker.schedule(() -> {}, 1, HOURS));
    }
    Collections.shuffle(all, new Random(1));
    all.forEach(Disposable::dispose);
    assertChainAtMost(0);
  }

  @Test
  void timersThatHaveFiredAreNotKept() {
    for (int i = 0; i < MANY; i++) {
      worker.schedule(() -> {}, 1 + i * 7L % 100, MILLISECONDS);
    }
    loop.advanceBy(Duration.ofMillis(100));
    assertChainAtMost(0);
  }

  @Test
  void timersReplacedInTurnAreNotKept() {
    Disposable last = worker.schedule(() -> {}, 1, HOURS);
    for (int i = 0; i < MANY; i++) {
      Disposable next = worker.schedule(() -> {}, 1, HOURS);
      last.dispose();
      last = next;
    }
    assertChainAtMost(2);
  }

  @Test
  void timersDisposedInAnyOrderAreNotKept() {
    Random random = new Random(1);
    Deque<Disposable> live = new ArrayDeque<>();
    for (int i = 0; i < MANY; i++) {
      Disposable next = worker.schedule(() -> {}, 1, HOURS);
      if (random.nextBoolean()) {
        live.addFirst(next);
      } else {
        live.addLast(next);
      }
      if (live.size() > 100) {
        (random.nextBoolean() ? live.removeFirst() : live.removeLast()).dispose();
      }
    }
    assertChainAtMost(400);
  }

  @Test
  void timersThatFireInReverseOrderAreNotKept() {
    worker.schedule(() -> {}, 1, HOURS);
    for (int i = 0; i < MANY / 10; i++) {
      for (int delay = 10; delay > 0; delay--) {
        worker.schedule(() -> {}, delay, MILLISECONDS);
      }
      loop.advanceBy(Duration.ofMillis(9));
    }
    assertChainAtMost(200);
  }

  @Test
  void workersThatAreDisposedAreNotKept() {
    Scheduler.Worker lasting = scheduler.createWorker();
    for (int i = 0; i < MANY; i++) {
      scheduler.createWorker().dispose();
      scheduler.scheduleDirect(() -> {});
      loop.runUntilIdle();
    }
    lasting.dispose();
    assertEquals(0, scheduler.pendingTasks());
    assertTrue(length(scheduler.root()) < 200, () -> length(scheduler.root()) + " nodes");
  }

  @Test
  void workersThatAreForgottenAreNotKept() {
    for (int i = 0; i < 1_000; i++) {
      scheduler.createWorker().schedule(() -> {});
    }
    loop.runUntilIdle();
    int left = 1_000;
    for (int attempt = 0; left > 10 && attempt < 50; attempt++) {
      System.gc();
      scheduler.pendingTasks();
      left = length(scheduler.root());
    }
    assertTrue(left <= 10, left + " of 1000 workers are left");
  }

  private void assertChainAtMost(int nodes) {
    assertTrue(length(worker) <= nodes, () -> length(worker) + " nodes");
  }

  /** How many nodes the chain has, settled ones included. */
  private static int length(LoopWorker worker) {
    int nodes = 0;
    for (Link link = worker.newest(); link != link.older(); link = link.older()) {
      nodes++;
    }
    return nodes;
  }
}
