package dev.oneloop.rx3;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What becomes of streams when their loop ends. */
class ClosedLoopTest extends RxTestBase {
  private final SimulatedLoop loop = Loops.simulated();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);

  @Test
  void theFirstRefusedSubmissionIsReported() {
    Scheduler.Worker worker = scheduler.createWorker();
    loop.close();
    assertSame(Disposable.disposed(), worker.schedule(() -> {}));
    assertInstanceOf(RejectedExecutionException.class, takeErrors().get(0));
    assertSame(Disposable.disposed(), worker.schedule(() -> {}));
    assertSame(Disposable.disposed(), worker.schedule(() -> {}, 1, SECONDS));
    assertSame(Disposable.disposed(), worker.schedulePeriodically(() -> {}, 1, 1, SECONDS));
    assertSame(Disposable.disposed(), worker.schedulePeriodically(() -> {}, 0, 0, SECONDS));
    assertSame(Disposable.disposed(), scheduler.scheduleDirect(() -> {}));
    assertSame(Disposable.disposed(), scheduler.scheduleDirect(() -> {}, 1, SECONDS));
    assertSame(
        Disposable.disposed(), scheduler.schedulePeriodicallyDirect(() -> {}, 1, 1, SECONDS));
    assertSame(Disposable.disposed(), scheduler.createWorker().schedule(() -> {}));
    assertEquals(0, scheduler.pendingTasks() + scheduler.pendingTimers());
  }

  @Test
  void anImmediateSchedulerRefusesToo() {
    LoopScheduler immediate = LoopSchedulers.immediate(loop);
    Scheduler.Worker worker = immediate.createWorker();
    loop.close();
    assertSame(Disposable.disposed(), worker.schedule(() -> {}));
    assertSame(Disposable.disposed(), worker.schedule(() -> {}, 1, SECONDS));
    assertSame(Disposable.disposed(), immediate.scheduleDirect(() -> {}));
    assertEquals(1, takeErrors().size());
  }

  @Test
  void aLoopThatIsFullReportsEveryRefusal() {
    ManualLoop small = Loops.builder().maxPending(1).manual();
    LoopScheduler full = LoopSchedulers.from(small);
    List<String> ran = new ArrayList<>();
    full.scheduleDirect(() -> ran.add("accepted"));
    assertSame(Disposable.disposed(), full.scheduleDirect(() -> ran.add("refused")));
    assertSame(Disposable.disposed(), full.scheduleDirect(() -> ran.add("refused"), 1, SECONDS));
    assertEquals(2, takeErrors().size());
    small.runUntilIdle();
    assertEquals(List.of("accepted"), ran);
    full.scheduleDirect(() -> ran.add("accepted again"));
    small.runUntilIdle();
    assertEquals(List.of("accepted", "accepted again"), ran);
    small.close();
  }

  @Test
  void refusalsMayBeToldToSomebodyElse() {
    List<RejectedExecutionException> refused = new ArrayList<>();
    LoopScheduler telling = LoopSchedulers.builder(loop).onRefused(refused::add).build();
    loop.close();
    assertSame(Disposable.disposed(), telling.scheduleDirect(() -> {}));
    assertSame(Disposable.disposed(), telling.createWorker().schedule(() -> {}, 1, SECONDS));
    assertEquals(2, refused.size());
  }

  @Test
  void aSubmissionThatWasDisposedBeforeTheLoopRefusedItIsNotReported() {
    List<Function<Scheduler.Worker, Disposable>> submissions =
        List.of(
            worker -> worker.schedule(() -> {}),
            worker -> worker.schedule(() -> {}, 1, SECONDS),
            worker -> worker.schedulePeriodically(() -> {}, 1, 1, SECONDS),
            worker -> worker.schedulePeriodically(() -> {}, 0, 0, SECONDS));
    for (Function<Scheduler.Worker, Disposable> submission : submissions) {
      AtomicReference<Runnable> onWay = new AtomicReference<>(() -> {});
      ManualLoop closing = loopThatAdmits(onWay);
      Scheduler.Worker worker = LoopSchedulers.from(closing).createWorker();
      onWay.set(() -> {
        worker.dispose();
        closing.shutdown();
      });
      assertSame(Disposable.disposed(), submission.apply(worker));
      closing.close();
    }
  }

  @Test
  void aTickThatWasDisposedBeforeTheLoopRefusedItIsNotReported() {
    for (long period = 0; period < 2; period++) {
      AtomicReference<Runnable> onWay = new AtomicReference<>(() -> {});
      ManualLoop closing = loopThatAdmits(onWay);
      Disposable ticking =
          LoopSchedulers.from(closing).schedulePeriodicallyDirect(() -> {}, 0, period, HOURS);
      onWay.set(() -> {
        ticking.dispose();
        closing.shutdown();
      });
      closing.poll();
      assertTrue(closing.isShutdown());
      assertTrue(ticking.isDisposed());
      closing.close();
    }
  }

  /** Has something happen while a submission is on its way to the loop. */
  private static ManualLoop loopThatAdmits(AtomicReference<Runnable> onWay) {
    return Loops.builder()
        .taskDecorator(task -> {
          onWay.get().run();
          return task;
        })
        .manual();
  }

  @Test
  void acceptedTasksRunAndTimersAreCalledOff() {
    List<String> ran = new ArrayList<>();
    Disposable task = scheduler.scheduleDirect(() -> ran.add("task"));
    Disposable timer = scheduler.scheduleDirect(() -> ran.add("timer"), 1, HOURS);
    Disposable periodic = scheduler.schedulePeriodicallyDirect(() -> ran.add("tick"), 1, 1, HOURS);
    loop.close();
    assertEquals(List.of("task"), ran);
    assertTrue(task.isDisposed());
    assertTrue(timer.isDisposed());
    assertTrue(periodic.isDisposed());
    assertEquals(0, scheduler.pendingTimers());
  }

  @Test
  void tasksThatAreHandedBackReadDisposed() {
    Disposable task = scheduler.scheduleDirect(() -> {});
    loop.shutdownNow();
    loop.close();
    assertTrue(task.isDisposed());
    assertEquals(0, scheduler.pendingTasks());
  }

  @Test
  void untilClosedEndsStreamsOfEveryKind() {
    TestSubscriber<Long> flowable =
        Flowable.interval(1, HOURS, scheduler).compose(LoopTransformers.untilClosed(loop)).test();
    TestObserver<Long> observable =
        Observable.interval(1, HOURS, scheduler).compose(LoopTransformers.untilClosed(loop)).test();
    TestObserver<Long> maybe =
        Maybe.timer(1, HOURS, scheduler).compose(LoopTransformers.untilClosed(loop)).test();
    TestObserver<Long> single =
        Single.timer(1, HOURS, scheduler).compose(LoopTransformers.untilClosed(loop)).test();
    TestObserver<Void> completable =
        Completable.timer(1, HOURS, scheduler).compose(LoopTransformers.untilClosed(loop)).test();
    assertEquals(5, scheduler.pendingTimers());
    loop.shutdown();
    loop.runUntilIdle();
    flowable.assertResult();
    observable.assertResult();
    maybe.assertResult();
    single.assertFailure(CancellationException.class);
    completable.assertFailure(CancellationException.class);
    assertEquals(0, scheduler.pendingTimers());
  }

  @Test
  void untilClosedLetsStreamsEndByThemselves() {
    Flowable.just(1).compose(LoopTransformers.<Integer>untilClosed(loop)).test().assertResult(1);
    Observable.just(2).compose(LoopTransformers.<Integer>untilClosed(loop)).test().assertResult(2);
    Maybe.just(3).compose(LoopTransformers.<Integer>untilClosed(loop)).test().assertResult(3);
    Single.just(4).compose(LoopTransformers.<Integer>untilClosed(loop)).test().assertResult(4);
    Completable.complete().compose(LoopTransformers.untilClosed(loop)).test().assertResult();
  }

  @Test
  void untilClosedEndsAtOnceOnALoopThatHasShutDown() {
    loop.close();
    Flowable.never().compose(LoopTransformers.untilClosed(loop)).test().assertResult();
    Single.never()
        .compose(LoopTransformers.untilClosed(loop))
        .test()
        .assertFailure(CancellationException.class);
  }
}
