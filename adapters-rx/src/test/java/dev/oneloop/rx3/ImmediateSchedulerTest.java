package dev.oneloop.rx3;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Running at once, where that cannot be told from having submitted. */
class ImmediateSchedulerTest extends RxTestBase {
  private final SimulatedLoop loop = Loops.simulated();
  private final LoopScheduler scheduler = LoopSchedulers.immediate(loop);
  private final Scheduler.Worker worker = scheduler.createWorker();
  private final List<String> ran = new ArrayList<>();

  private void onLoop(Runnable body) {
    loop.execute(body);
    loop.runUntilIdle();
  }

  private Runnable says(String word) {
    return () -> ran.add(word);
  }

  @Test
  void runsAtOnceOnTheLoop() {
    onLoop(() -> {
      Disposable task = worker.schedule(says("task"));
      assertTrue(task.isDisposed());
      Disposable direct = scheduler.scheduleDirect(says("direct"));
      assertTrue(direct.isDisposed());
      worker.schedule(says("negative"), -1, SECONDS);
      ran.add("end");
    });
    assertEquals(List.of("task", "direct", "negative", "end"), ran);
  }

  @Test
  void submitsOffTheLoop() {
    worker.schedule(says("task"));
    scheduler.scheduleDirect(says("direct"));
    assertEquals(List.of(), ran);
    loop.runUntilIdle();
    assertEquals(List.of("task", "direct"), ran);
  }

  @Test
  void aTaskOfTheSameWorkerWaitsUntilTheRunningOneHasEnded() {
    onLoop(() ->
        worker.schedule(() -> {
          ran.add("outer begins");
          worker.schedule(() -> {
            ran.add("inner begins");
            worker.schedule(says("innermost"));
            ran.add("inner ends");
          });
          worker.schedule(says("second"));
          ran.add("outer ends");
        }));
    assertEquals(
        List.of("outer begins", "outer ends", "inner begins", "inner ends", "second", "innermost"),
        ran);
  }

  @Test
  void aTimersTaskIsNotInterruptedByOthersOfItsWorker() {
    worker.schedule(
        () -> {
          worker.schedule(says("task"));
          ran.add("timer ends");
        },
        1,
        SECONDS);
    loop.advanceBy(Duration.ofSeconds(1));
    assertEquals(List.of("timer ends", "task"), ran);
  }

  @Test
  void aTickIsNotInterruptedByOthersOfItsWorker() {
    worker.schedulePeriodically(
        () -> {
          worker.schedule(says("task"));
          ran.add("tick ends");
        },
        0,
        1,
        SECONDS);
    loop.advanceBy(Duration.ofSeconds(1));
    worker.dispose();
    assertEquals(List.of("tick ends", "task", "tick ends", "task"), ran);
  }

  @Test
  void neverOvertakesTheWorkersOwnTasks() {
    loop.execute(() -> {
      ran.add("loop");
      worker.schedule(says("third"));
      ran.add("loop ends");
    });
    worker.schedule(says("first"));
    worker.schedulePeriodically(says("second"), 0, 1, SECONDS);
    loop.runUntilIdle();
    worker.dispose();
    assertEquals(List.of("loop", "loop ends", "first", "second", "third"), ran);
  }

  @Test
  void doesNotWaitForTasksThatWereCalledOff() {
    Disposable task = worker.schedule(says("disposed"));
    Disposable periodic = worker.schedulePeriodically(says("disposed"), 0, 1, SECONDS);
    task.dispose();
    periodic.dispose();
    onLoop(() -> {
      worker.schedule(says("task"));
      ran.add("end");
    });
    assertEquals(List.of("task", "end"), ran);
  }

  @Test
  void doesNotWaitForStrangers() {
    Scheduler.Worker stranger = scheduler.createWorker();
    loop.execute(() -> {
      worker.schedule(says("task"));
      ran.add("end");
    });
    stranger.schedule(says("stranger"));
    loop.runUntilIdle();
    assertEquals(List.of("task", "end", "stranger"), ran);
  }

  @Test
  void runsInsideStrangersUpToADepth() {
    AtomicInteger depth = new AtomicInteger();
    AtomicInteger deepest = new AtomicInteger();
    AtomicInteger tasks = new AtomicInteger();
    onLoop(
        new Runnable() {
          @Override
          public void run() {
            deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
            if (tasks.incrementAndGet() < 1_000) {
              scheduler.createWorker().schedule(this);
            }
            depth.decrementAndGet();
          }
        });
    assertEquals(1_000, tasks.get());
    // The loop's own task, and 64 inside it.
    assertEquals(65, deepest.get());
  }

  @Test
  void theDepthIsAnOption() {
    LoopScheduler shallow = LoopSchedulers.builder(loop).inlineDepth(1).build();
    onLoop(() ->
        shallow.scheduleDirect(() -> {
          shallow.scheduleDirect(says("inner"));
          ran.add("outer ends");
        }));
    assertEquals(List.of("outer ends", "inner"), ran);
  }

  @Test
  void aFloodGivesWayToTheLoop() {
    AtomicInteger left = new AtomicInteger(100_000);
    loop.execute(() ->
        worker.schedule(
            new Runnable() {
              @Override
              public void run() {
                if (left.decrementAndGet() > 0) {
                  worker.schedule(this);
                }
              }
            }));
    int turns = 0;
    for (; left.get() > 0; turns++) {
      int before = left.get();
      loop.poll();
      assertTrue(before - left.get() <= 1_024, "A turn ran " + (before - left.get()) + " tasks");
    }
    assertTrue(turns > 90, "It took only " + turns + " turns");
  }

  @Test
  void disposingTheWorkerFromItsTaskDropsWhatWaits() {
    onLoop(() ->
        worker.schedule(() -> {
          worker.schedule(says("dropped"));
          worker.dispose();
          assertSame(Disposable.disposed(), worker.schedule(says("refused")));
          ran.add("end");
        }));
    assertEquals(List.of("end"), ran);
  }

  @Test
  void aTaskThatThrowsIsReportedAndConcernsNobodyElse() {
    RuntimeException failure = new RuntimeException("task");
    onLoop(() -> {
      worker.schedule(() -> {
        worker.schedule(says("waited"));
        throw failure;
      });
      ran.add("after");
      scheduler.scheduleDirect(() -> {
        throw failure;
      });
      worker.schedule(says("next"));
    });
    assertEquals(List.of("waited", "after", "next"), ran);
    assertEquals(List.of(failure, failure), takeErrors());
  }

  @Test
  void theHookIsCalledOnce() {
    AtomicInteger hooked = new AtomicInteger();
    RxJavaPlugins.setScheduleHandler(run -> {
      hooked.incrementAndGet();
      return run;
    });
    onLoop(() -> {
      worker.schedule(says("task"));
      scheduler.scheduleDirect(says("direct"));
      worker.schedule(() -> worker.schedule(says("inner")));
    });
    assertEquals(4, hooked.get());
  }

  @Test
  void timersAreTimersAllTheSame() {
    onLoop(() -> {
      worker.schedule(says("timer"), 1, NANOSECONDS);
      Disposable far = scheduler.scheduleDirect(says("disposed"), 1, MILLISECONDS);
      assertFalse(far.isDisposed());
      far.dispose();
      ran.add("end");
    });
    loop.advanceBy(Duration.ofSeconds(1));
    assertEquals(List.of("end", "timer"), ran);
  }

  @Test
  void aNestedTurnDoesNotRunATaskOfAWorkerInsideAnother() {
    worker.schedule(() -> {
      ran.add("outer begins");
      try {
        loop.runNested(() -> {
          loop.poll();
          return null;
        });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      ran.add("outer ends");
    });
    worker.schedule(says("second"));
    loop.execute(says("stranger"));
    loop.runUntilIdle();
    assertEquals(List.of("outer begins", "stranger", "outer ends", "second"), ran);
  }

  @Test
  void observeOnDeliversInsideOnNext() {
    onLoop(() -> {
      Disposable d =
          Observable.range(1, 3)
              .map(String::valueOf)
              .observeOn(scheduler)
              .subscribe(ran::add, e -> ran.add("failed"), says("complete")::run);
      ran.add("subscribed");
      assertTrue(d.isDisposed());
    });
    assertEquals(List.of("1", "2", "3", "complete", "subscribed"), ran);
  }
}
