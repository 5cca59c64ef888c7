package dev.oneloop.rx3;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What {@code when} makes of the scheduler. */
class CombinedSchedulerTest extends RxTestBase {
  private final SimulatedLoop loop = Loops.simulated();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final List<Integer> ran = new ArrayList<>();

  @Test
  void tasksOfAWorkerRunInOrder() {
    Scheduler.Worker worker = merged().createWorker();
    for (int i = 0; i < 10; i++) {
      int number = i;
      worker.schedule(() -> ran.add(number));
    }
    loop.runUntilIdle();
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), ran);
  }

  @Test
  void theFunctionDecidesWhenActionsGo() {
    Scheduler oneASecond =
        scheduler.when(workers ->
            Completable.concat(
                Flowable.merge(workers).map(action -> action.delay(1, SECONDS, scheduler)), 1));
    Scheduler.Worker worker = oneASecond.createWorker();
    for (int i = 0; i < 3; i++) {
      int number = i;
      worker.schedule(() -> ran.add(number));
    }
    loop.advanceBy(Duration.ofMillis(999));
    assertEquals(List.of(0), ran);
    loop.advanceBy(Duration.ofMillis(1));
    assertEquals(List.of(0, 1), ran);
    loop.advanceBy(Duration.ofSeconds(1));
    assertEquals(List.of(0, 1, 2), ran);
  }

  @Test
  void aDisposedActionDoesNotHoldUpOthers() {
    Scheduler oneByOne = scheduler.when(workers -> Completable.concat(Flowable.merge(workers), 1));
    Scheduler.Worker worker = oneByOne.createWorker();
    Disposable first = worker.schedule(() -> ran.add(1), 1, HOURS);
    Disposable second = worker.schedule(() -> ran.add(2));
    worker.schedule(() -> ran.add(3));
    second.dispose();
    loop.runUntilIdle();
    assertEquals(List.of(), ran);
    first.dispose();
    loop.runUntilIdle();
    assertEquals(List.of(3), ran);
    assertEquals(0, scheduler.pendingTimers());
  }

  @Test
  void aDisposedWorkerMakesRoomForTheNext() {
    Scheduler oneWorker =
        scheduler.when(workers -> Completable.concat(workers.map(Completable::merge), 1));
    Scheduler.Worker first = oneWorker.createWorker();
    Scheduler.Worker second = oneWorker.createWorker();
    first.schedule(() -> ran.add(1), 1, HOURS);
    second.schedule(() -> ran.add(2));
    loop.runUntilIdle();
    assertEquals(List.of(), ran);
    first.dispose();
    first.dispose();
    assertTrue(first.isDisposed());
    assertFalse(second.isDisposed());
    loop.runUntilIdle();
    assertEquals(List.of(2), ran);
    assertSame(Disposable.disposed(), first.schedule(() -> {}));
    assertSame(Disposable.disposed(), first.schedule(() -> {}, 1, SECONDS));
    assertSame(Disposable.disposed(), first.schedulePeriodically(() -> {}, 1, 1, SECONDS));
  }

  @Test
  void theHookIsCalledOncePerSubmission() {
    AtomicInteger hooked = new AtomicInteger();
    RxJavaPlugins.setScheduleHandler(run -> {
      hooked.incrementAndGet();
      return run;
    });
    Scheduler.Worker worker = merged().createWorker();
    worker.schedule(() -> ran.add(1));
    worker.schedule(() -> ran.add(2), 1, MILLISECONDS);
    worker.schedulePeriodically(() -> ran.add(3), 2, 1, MILLISECONDS);
    loop.advanceBy(Duration.ofMillis(4));
    worker.dispose();
    assertEquals(List.of(1, 2, 3, 3, 3), ran);
    assertEquals(3, hooked.get());
  }

  @Test
  void aTaskThatThrowsIsReportedOnceAndTheWorkerGoesOn() {
    Scheduler.Worker worker = merged().createWorker();
    RuntimeException failure = new RuntimeException("task");
    worker.schedule(() -> {
      throw failure;
    });
    worker.schedule(() -> ran.add(1));
    loop.runUntilIdle();
    assertEquals(List.of(1), ran);
    assertEquals(List.of(failure), takeErrors());
  }

  @Test
  void aPeriodicTaskEndsWhenItThrowsOrIsDisposed() {
    Scheduler.Worker worker = merged().createWorker();
    RuntimeException failure = new RuntimeException("tick");
    Disposable failing =
        worker.schedulePeriodically(
            () -> {
              ran.add(1);
              throw failure;
            },
            1,
            1,
            SECONDS);
    Runnable tick = () -> ran.add(2);
    Disposable disposed = worker.schedulePeriodically(tick, 0, 2, SECONDS);
    assertSame(
        tick,
        assertInstanceOf(SchedulerRunnableIntrospection.class, disposed).getWrappedRunnable());
    loop.advanceBy(Duration.ofSeconds(3));
    assertTrue(failing.isDisposed());
    assertFalse(disposed.isDisposed());
    disposed.dispose();
    assertTrue(disposed.isDisposed());
    loop.advanceBy(Duration.ofSeconds(5));
    assertEquals(List.of(2, 1, 2), ran);
    assertEquals(List.of(failure), takeErrors());
  }

  @Test
  void aFunctionThatThrowsIsTheCallersFailure() {
    IllegalStateException failure = new IllegalStateException("combine");
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                scheduler.when(workers -> {
                  throw failure;
                })));
  }

  @Test
  void disposingTheCombinationEndsIt() {
    Scheduler combined = merged();
    Disposable asDisposable = assertInstanceOf(Disposable.class, combined);
    assertFalse(asDisposable.isDisposed());
    asDisposable.dispose();
    assertTrue(asDisposable.isDisposed());
    combined.createWorker().schedule(() -> ran.add(1));
    loop.runUntilIdle();
    assertEquals(List.of(), ran);
  }

  @Test
  void directTasksGoThroughTheFunctionToo() {
    Scheduler combined = merged();
    combined.scheduleDirect(() -> ran.add(1));
    Disposable later = combined.scheduleDirect(() -> ran.add(2), 1, SECONDS);
    later.dispose();
    loop.advanceBy(Duration.ofSeconds(2));
    assertEquals(List.of(1), ran);
  }

  private Scheduler merged() {
    return scheduler.when(workers -> Completable.merge(Flowable.merge(workers)));
  }
}
