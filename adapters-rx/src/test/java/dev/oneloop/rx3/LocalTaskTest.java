package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopClock;
import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import dev.oneloop.simulation.Simulation;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tasks without delay that are scheduled on the loop. */
class LocalTaskTest extends RxTestBase {
  private final List<LoopFailure> failures = new ArrayList<>();
  private final ManualLoop loop =
      Loops.builder().exceptionHandler((from, failure) -> failures.add(failure)).manual();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final LoopWorker worker = scheduler.newWorker();
  private final List<Object> ran = new ArrayList<>();

  /** Something that can be seen collected. */
  private Runnable task(Object name) {
    return () -> ran.add(name);
  }

  private void onLoop(Runnable action) {
    loop.execute(action);
    loop.poll();
    assertEquals(List.of(), failures);
  }

  private static void assertCollected(WeakReference<?> reference) {
    for (int attempt = 0; reference.get() != null && attempt < 50; attempt++) {
      System.gc();
    }
    assertSame(null, reference.get());
  }

  @Test
  void theyKeepTheirOrderAmongOthers() {
    worker.schedule(task(1));
    loop.execute(() -> {
      worker.schedule(task(3));
      loop.execute(task(4));
      scheduler.scheduleDirect(task(5));
      worker.schedule(task(6));
    });
    worker.schedule(task(2));
    loop.runUntilIdle();
    assertEquals(List.of(1, 2, 3, 4, 5, 6), ran);
  }

  @Test
  void theyKeepTheirOrderInChaos() {
    for (long seed = 0; seed < 100; seed++) {
      var chaos = Loops.builder().simulated(Simulation.chaos(seed));
      Scheduler.Worker own = LoopSchedulers.from(chaos).createWorker();
      chaos.execute(() -> {
        own.schedule(task(1));
        chaos.execute(() -> own.schedule(task(4)));
        own.schedule(task(2));
      });
      own.schedule(() -> own.schedule(task(3)));
      ran.clear();
      chaos.runUntilQuiescent();
      assertTrue(ran.indexOf(1) < ran.indexOf(2), ran::toString);
      assertEquals(4, ran.size());
    }
  }

  @Test
  void theyArePendingUntilTheyEnd() {
    onLoop(() -> {
      worker.schedule(() -> ran.add(scheduler.pendingTasks()));
      worker.schedule(task(0)).dispose();
      scheduler.scheduleDirect(() -> ran.add(scheduler.pendingTasks()));
      assertEquals(2, scheduler.pendingTasks());
    });
    loop.runUntilIdle();
    assertEquals(List.of(2, 1), ran);
    assertEquals(0, scheduler.pendingTasks());
  }

  @Test
  void oneThatIsDisposedLetsGoAtOnceAndDoesNotRun() {
    List<WeakReference<Runnable>> bodies = new ArrayList<>();
    onLoop(() -> {
      Object name = new Object();
      Runnable body = task(name);
      bodies.add(new WeakReference<>(body));
      Disposable submitted = worker.schedule(body);
      assertFalse(submitted.isDisposed());
      submitted.dispose();
      assertTrue(submitted.isDisposed());
      assertEquals(0, loop.metrics().pendingTasks());
    });
    assertCollected(bodies.get(0));
    loop.runUntilIdle();
    assertEquals(List.of(), ran);
  }

  @Test
  void thoseOfADisposedWorkerLetGoAtOnceAndDoNotRun() throws Exception {
    List<WeakReference<Runnable>> bodies = new ArrayList<>();
    List<Disposable> submitted = new ArrayList<>();
    onLoop(() -> {
      for (int i = 0; i < 100; i++) {
        Runnable body = task(new Object());
        bodies.add(new WeakReference<>(body));
        submitted.add(worker.schedule(body));
      }
    });
    Thread disposer = new Thread(worker::dispose);
    disposer.start();
    disposer.join();
    bodies.forEach(LocalTaskTest::assertCollected);
    assertTrue(submitted.stream().allMatch(Disposable::isDisposed));
    assertEquals(0, scheduler.pendingTasks());
    assertEquals(0, loop.metrics().pendingTasks());
    assertEquals(LoopClock.NEVER, loop.nextDeadline());
    loop.runUntilIdle();
    assertEquals(List.of(), ran);
  }

  @Test
  void whoGoesThroughThemMissesNoneWhenTheLoopLetsGoOfOthers() {
    ManualLoop slow = Loops.builder().turnBudget(2).manual();
    LoopWorker own = LoopSchedulers.from(slow).newWorker();
    List<LocalTask> seen = new ArrayList<>();
    List<Disposable> submitted = new ArrayList<>();
    slow.execute(() -> {
      for (int i = 0; i < 4; i++) {
        submitted.add(own.schedule(task(i)));
      }
    });
    slow.poll();
    assertEquals(List.of(), ran);
    own.forEachLocal(task -> {
      if (seen.isEmpty()) {
        slow.poll();
        assertEquals(List.of(0, 1), ran);
      }
      seen.add(task);
    });
    assertEquals(List.of(submitted.get(0), submitted.get(2), submitted.get(3)), seen);
    slow.runUntilIdle();
    own.forEachLocal(seen::add);
    assertEquals(3, seen.size());
    slow.close();
  }

  @Test
  void oneThatDisposalCouldNotSeeYetReadsDisposed() {
    LocalTask late = new LocalTask(task(1), worker);
    assertFalse(late.isDisposed());
    worker.dispose();
    assertTrue(late.isDisposed());
    late.run();
    assertEquals(List.of(), ran);
  }

  @Test
  void oneThatIsKeptKeepsNoneThatCameLater() {
    List<Disposable> first = new ArrayList<>();
    List<WeakReference<Disposable>> later = new ArrayList<>();
    onLoop(() -> {
      first.add(worker.schedule(task(1)));
      later.add(new WeakReference<>(worker.schedule(task(2))));
      worker.schedule(task(3));
    });
    loop.runUntilIdle();
    assertCollected(later.get(0));
    assertTrue(first.get(0).isDisposed());
  }

  @Test
  void oneMayDisposeItsWorker() {
    onLoop(() -> {
      worker.schedule(task(1));
      worker.schedule(worker::dispose);
      worker.schedule(task(2));
    });
    loop.runUntilIdle();
    assertEquals(List.of(1), ran);
    assertEquals(0, scheduler.pendingTasks());
  }

  private void runNested() {
    try {
      loop.runNested(loop::runUntilIdle);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theyRunInsideOfEachOtherInANestedLoop() {
    onLoop(() -> {
      worker.schedule(() -> {
        runNested();
        ran.add(3);
      });
      worker.schedule(task(1));
      worker.schedule(task(2));
    });
    loop.runUntilIdle();
    assertEquals(List.of(1, 2, 3), ran);
    assertEquals(0, scheduler.pendingTasks());
  }

  @Test
  void thoseThatHaveRunInANestedLoopAreLetGoOfBeforeItEnds() {
    List<Disposable> kept = new ArrayList<>();
    AtomicInteger depth = new AtomicInteger();
    onLoop(() ->
        worker.schedule(
            new Runnable() {
              @Override
              public void run() {
                if (depth.getAndIncrement() < 3) {
                  worker.schedule(this);
                } else {
                  kept.add(worker.schedule(task("first")));
                  WeakReference<Disposable> gone =
                      new WeakReference<>(worker.schedule(task("second")));
                  kept.add(worker.schedule(task("third")));
                  runNested();
                  assertEquals(4, scheduler.pendingTasks());
                  assertCollected(gone);
                  worker.schedule(task("fourth"));
                  assertEquals(5, scheduler.pendingTasks());
                }
                runNested();
              }
            }));
    loop.runUntilIdle();
    assertEquals(List.of(), failures);
    assertEquals(List.of(), takeErrors());
    assertEquals(List.of("first", "second", "third", "fourth"), ran);
    assertTrue(kept.stream().allMatch(Disposable::isDisposed));
    assertEquals(0, scheduler.pendingTasks());
  }

  @Test
  void whoGoesThroughThemComesBackFromOneThatANestedLoopHasLetGoOf() {
    List<LocalTask> seen = new ArrayList<>();
    List<Disposable> submitted = new ArrayList<>();
    onLoop(() ->
        submitted.add(
            worker.schedule(() -> {
              submitted.add(worker.schedule(task(1)));
              submitted.add(worker.schedule(() -> submitted.add(worker.schedule(task(2)))));
              worker.forEachLocal(task -> {
                if (task == submitted.get(1)) {
                  assertEquals(0, loop.metrics().failures());
                  nestedPoll();
                }
                seen.add(task);
              });
            })));
    loop.poll();
    assertEquals(List.of(), takeErrors());
    assertEquals(List.of(0, 1, 0, 3), seen.stream().map(submitted::indexOf).toList());
    loop.runUntilIdle();
    assertEquals(List.of(1, 2), ran);
    assertEquals(0, scheduler.pendingTasks());
  }

  private void nestedPoll() {
    try {
      loop.runNested(loop::poll);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thoseThatTheLoopHandsBackAreDisposedAndNotReportedAsDropped() {
    List<Disposable> submitted = new ArrayList<>();
    onLoop(() -> submitted.add(worker.schedule(task(1))));
    loop.shutdownNow();
    loop.close();
    assertTrue(submitted.get(0).isDisposed());
    assertEquals(List.of(), ran);
    assertEquals(List.of(), failures);
    assertEquals(0, scheduler.pendingTasks());
  }
}
