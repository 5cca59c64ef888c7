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
import org.junit.jupiter.api.function.Executable;

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

  @Test
  void theHookIsCalledOncePerDirectSubmission() {
    AtomicInteger hooked = new AtomicInteger();
    RxJavaPlugins.setScheduleHandler(run -> {
      hooked.incrementAndGet();
      return run;
    });
    Scheduler combined = merged();
    combined.scheduleDirect(() -> ran.add(1));
    combined.scheduleDirect(() -> ran.add(2), 1, MILLISECONDS);
    Disposable periodic = combined.schedulePeriodicallyDirect(() -> ran.add(3), 2, 1, MILLISECONDS);
    loop.advanceBy(Duration.ofMillis(4));
    periodic.dispose();
    assertEquals(List.of(1, 2, 3, 3, 3), ran);
    assertEquals(3, hooked.get());
  }

  @Test
  void aDirectTaskThatThrowsIsReportedOnce() {
    Scheduler combined = merged();
    RuntimeException failure = new RuntimeException("direct");
    Runnable failing =
        () -> {
          throw failure;
        };
    List<Disposable> all =
        List.of(
            combined.scheduleDirect(failing),
            combined.scheduleDirect(failing, 1, MILLISECONDS),
            combined.schedulePeriodicallyDirect(failing, 1, 1, MILLISECONDS));
    loop.runUntilQuiescent();
    assertEquals(List.of(failure, failure, failure), takeErrors());
    all.forEach(d -> assertTrue(d.isDisposed()));
  }

  @Test
  void aDirectSubmissionMakesRoomForTheNextWhenItEnds() {
    Scheduler oneWorker =
        scheduler.when(workers -> Completable.concat(workers.map(Completable::merge), 1));
    oneWorker.scheduleDirect(() -> ran.add(1));
    oneWorker.scheduleDirect(() -> ran.add(2), 1, SECONDS);
    Disposable periodic = oneWorker.schedulePeriodicallyDirect(() -> ran.add(3), 0, 1, SECONDS);
    oneWorker.scheduleDirect(() -> ran.add(4));
    loop.advanceBy(Duration.ofSeconds(2));
    // The ticks that were due at 0, 1 and 2 s; the first one had to wait for 1 s.
    assertEquals(List.of(1, 2, 3, 3, 3), ran);
    periodic.dispose();
    loop.runUntilQuiescent();
    assertEquals(List.of(1, 2, 3, 3, 3, 4), ran);
    assertEquals(0, scheduler.pendingTasks());
    assertEquals(0, scheduler.pendingTimers());
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullTasksAreRefusedAndTakeNoWorker() {
    Scheduler oneWorker =
        scheduler.when(workers -> Completable.concat(workers.map(Completable::merge), 1));
    for (Executable submission :
        List.<Executable>of(
            () -> oneWorker.scheduleDirect(null),
            () -> oneWorker.scheduleDirect(null, 1, SECONDS),
            () -> oneWorker.schedulePeriodicallyDirect(null, 1, 1, SECONDS))) {
      assertEquals(
          "run is null", assertThrows(NullPointerException.class, submission).getMessage());
    }
    oneWorker.scheduleDirect(() -> ran.add(1));
    loop.runUntilIdle();
    assertEquals(List.of(1), ran);
  }

  @Test
  void aDisposedTaskIsLetGoOf() {
    Scheduler combined = merged();
    Scheduler.Worker worker = combined.createWorker();
    List<Disposable> tasks =
        List.of(
            combined.scheduleDirect(new Noted()),
            combined.scheduleDirect(new Noted(), 1, SECONDS),
            combined.schedulePeriodicallyDirect(new Noted(), 1, 1, SECONDS),
            worker.schedule(new Noted()),
            worker.schedulePeriodically(new Noted(), 0, 1, SECONDS));
    for (Disposable task : tasks) {
      assertInstanceOf(Noted.class, wrapped(task));
    }
    tasks.subList(0, 3).forEach(Disposable::dispose);
    worker.dispose();
    for (Disposable task : tasks) {
      assertTrue(task.isDisposed());
      assertFalse(wrapped(task) instanceof Noted);
    }
  }

  private static Runnable wrapped(Disposable task) {
    return assertInstanceOf(SchedulerRunnableIntrospection.class, task).getWrappedRunnable();
  }

  private static final class Noted implements Runnable {
    @Override
    public void run() {}
  }

  @Test
  void whatAClosedLoopDropsReadsDisposed() {
    Scheduler combined = merged();
    Scheduler.Worker worker = combined.createWorker();
    List<Disposable> accepted =
        List.of(
            worker.schedule(() -> {}, 1, HOURS),
            worker.schedulePeriodically(() -> {}, 1, 1, HOURS),
            combined.scheduleDirect(() -> {}, 1, HOURS),
            combined.schedulePeriodicallyDirect(() -> {}, 1, 1, HOURS));
    loop.close();
    accepted.forEach(d -> assertTrue(d.isDisposed()));
    assertTrue(worker.schedulePeriodically(() -> {}, 1, 1, HOURS).isDisposed());
    assertTrue(combined.schedulePeriodicallyDirect(() -> {}, 0, 1, HOURS).isDisposed());
    assertEquals(1, takeErrors().size());
  }

  private Scheduler merged() {
    return scheduler.when(workers -> Completable.merge(Flowable.merge(workers)));
  }
}
