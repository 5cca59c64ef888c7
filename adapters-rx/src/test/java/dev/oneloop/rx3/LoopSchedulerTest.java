package dev.oneloop.rx3;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopClock;
import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.Registration;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.TimerHandle;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is the loop's scheduler's own. */
class LoopSchedulerTest extends RxTestBase {
  private final SimulatedLoop loop = Loops.builder().name("sim").simulated();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final List<String> ran = new ArrayList<>();

  @Test
  void aLoopHasOneSchedulerOfEachKind() {
    assertSame(scheduler, LoopSchedulers.from(loop));
    assertSame(LoopSchedulers.immediate(loop), LoopSchedulers.immediate(loop));
    assertNotSame(scheduler, LoopSchedulers.immediate(loop));
    assertNotSame(scheduler, LoopSchedulers.from(Loops.simulated()));
    assertNotSame(scheduler, LoopSchedulers.builder(loop).build());
    assertSame(loop, scheduler.loop());
    assertFalse(scheduler.isImmediate());
    assertTrue(LoopSchedulers.immediate(loop).isImmediate());
    assertTrue(LoopSchedulers.builder(loop).immediate().build().isImmediate());
  }

  @Test
  void aSchedulerThatHasShutDownIsReplaced() {
    LoopScheduler immediate = LoopSchedulers.immediate(loop);
    scheduler.shutdown();
    immediate.shutdown();
    assertTrue(scheduler.isShutdown());
    assertNotSame(scheduler, LoopSchedulers.from(loop));
    assertNotSame(immediate, LoopSchedulers.immediate(loop));
    assertFalse(loop.isShutdown());
  }

  @Test
  void whatTheHandlerOfUncaughtExceptionsThrowsStopsNoWorker() {
    List<Throwable> reported = new ArrayList<>();
    SimulatedLoop reporting =
        Loops.builder()
            .exceptionHandler((l, failure) -> reported.add(failure.throwable()))
            .simulated();
    Error broken = new Error("broken handler");
    Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
    RxJavaPlugins.setErrorHandler(null);
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, e) -> {
          throw broken;
        });
    try {
      for (LoopScheduler s :
          List.of(LoopSchedulers.from(reporting), LoopSchedulers.immediate(reporting))) {
        Scheduler.Worker worker = s.createWorker();
        List<Disposable> failing =
            List.of(
                worker.schedule(LoopSchedulerTest::fail),
                worker.schedule(LoopSchedulerTest::fail, 1, NANOSECONDS),
                worker.schedulePeriodically(LoopSchedulerTest::fail, 0, 1, NANOSECONDS));
        worker.schedule(() -> worker.schedule(() -> worker.schedule(() -> ran.add("inner"))));
        reporting.runUntilQuiescent();
        failing.forEach(task -> assertTrue(task.isDisposed()));
        assertEquals(0, s.pendingTasks());
        assertEquals(0, s.pendingTimers());
      }
    } finally {
      Thread.currentThread().setUncaughtExceptionHandler(before);
      reporting.close();
    }
    assertEquals(List.of("inner", "inner"), ran);
    assertEquals(Collections.nCopies(6, broken), reported);
  }

  private static void fail() {
    throw new Failure();
  }

  /** RxJava prints it, stack trace and all. */
  private static final class Failure extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  @Test
  void aTaskThatTheScheduleHandlerLosesIsReported() {
    for (LoopScheduler s : List.of(scheduler, LoopSchedulers.immediate(loop))) {
      Scheduler.Worker worker = s.createWorker();
      RxJavaPlugins.setScheduleHandler(run -> null);
      List<Disposable> lost =
          List.of(
              worker.schedule(() -> ran.add("lost")),
              worker.schedule(() -> ran.add("lost"), 1, NANOSECONDS),
              worker.schedulePeriodically(() -> ran.add("lost"), 0, 1, NANOSECONDS),
              s.scheduleDirect(() -> ran.add("lost")));
      loop.execute(() -> s.scheduleDirect(() -> ran.add("lost")));
      loop.runUntilQuiescent();
      RxJavaPlugins.setScheduleHandler(null);
      lost.forEach(task -> assertTrue(task.isDisposed()));
      List<Throwable> errors = takeErrors();
      assertEquals(5, errors.size());
      errors.forEach(e -> assertInstanceOf(NullPointerException.class, e));
      worker.schedule(() -> ran.add("next"));
      loop.runUntilQuiescent();
    }
    assertEquals(List.of("next", "next"), ran);
  }

  @Test
  void aTaskWhoseWorkerTheScheduleHandlerDisposesDoesNotRun() {
    for (LoopScheduler s : List.of(scheduler, LoopSchedulers.immediate(loop))) {
      Scheduler.Worker elsewhere = disposedByTheScheduleHandler(s);
      assertSame(Disposable.disposed(), elsewhere.schedule(() -> ran.add("disposed")));
      Scheduler.Worker here = disposedByTheScheduleHandler(s);
      loop.execute(
          () -> assertSame(Disposable.disposed(), here.schedule(() -> ran.add("disposed"))));
      loop.runUntilQuiescent();
      assertTrue(here.isDisposed());
    }
    assertEquals(List.of(), ran);
    assertEquals(0, loop.metrics().failures());
  }

  private static Scheduler.Worker disposedByTheScheduleHandler(Scheduler scheduler) {
    Scheduler.Worker worker = scheduler.createWorker();
    RxJavaPlugins.setScheduleHandler(run -> {
      worker.dispose();
      return run;
    });
    return worker;
  }

  @Test
  void knowsWhetherItIsOnTheLoop() {
    AtomicBoolean onLoop = new AtomicBoolean();
    scheduler.scheduleDirect(() -> onLoop.set(scheduler.isOnLoop()));
    assertFalse(scheduler.isOnLoop());
    loop.runUntilIdle();
    assertTrue(onLoop.get());
  }

  @Test
  void tellsWhatItIs() {
    Scheduler.Worker worker = scheduler.createWorker();
    assertEquals("LoopScheduler(sim)", scheduler.toString());
    assertEquals("ImmediateLoopScheduler(sim)", LoopSchedulers.immediate(loop).toString());
    assertEquals("Worker of LoopScheduler(sim)", worker.toString());
    scheduler.shutdown();
    assertEquals("LoopScheduler(sim, shut down)", scheduler.toString());
    assertTrue(worker.toString().startsWith("DisposedWorker"), worker::toString);
  }

  @Test
  void tasksRunInOneOrderWithTheLoopsOwn() {
    Scheduler.Worker first = scheduler.createWorker();
    Scheduler.Worker second = scheduler.createWorker();
    first.schedule(() -> ran.add("1"));
    loop.execute(() -> ran.add("2"));
    second.schedule(() -> ran.add("3"));
    scheduler.scheduleDirect(() -> ran.add("4"));
    first.schedule(() -> ran.add("5"));
    loop.runUntilIdle();
    assertEquals(List.of("1", "2", "3", "4", "5"), ran);
  }

  @Test
  void whatATaskSubmitsRunsInALaterTurn() {
    scheduler.scheduleDirect(() -> {
      ran.add("outer");
      scheduler.scheduleDirect(() -> ran.add("inner"));
    });
    loop.poll();
    assertEquals(List.of("outer"), ran);
    loop.poll();
    assertEquals(List.of("outer", "inner"), ran);
  }

  @Test
  void aPeriodOfZeroTicksOnceATurn() {
    Disposable ticks = scheduler.schedulePeriodicallyDirect(() -> ran.add("tick"), 0, 0, SECONDS);
    for (int i = 1; i <= 5; i++) {
      assertEquals(1, loop.poll());
      assertEquals(i, ran.size());
    }
    ticks.dispose();
    assertEquals(0, loop.poll());
  }

  @Test
  void anImpossibleDepthIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> LoopSchedulers.builder(loop).inlineDepth(-1));
  }

  @Test
  void aLoopOfOtherMakeNeedsNothingSpecial() {
    EventLoop other = new DelegatingLoop(loop);
    LoopScheduler onOther = LoopSchedulers.from(other);
    assertSame(onOther, LoopSchedulers.from(other));
    Scheduler.Worker worker = onOther.createWorker();
    List<Disposable> disposed = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      worker.schedule(() -> ran.add("task"));
      worker.schedule(() -> ran.add("timer"), 1, SECONDS);
      worker.schedulePeriodically(() -> ran.add("tick"), 2, 10, SECONDS);
      disposed.add(worker.schedule(() -> ran.add("disposed")));
      disposed.add(worker.schedule(() -> ran.add("disposed"), 1, SECONDS));
      disposed.add(worker.schedulePeriodically(() -> ran.add("disposed"), 1, 1, SECONDS));
    }
    disposed.forEach(Disposable::dispose);
    assertEquals(4, loop.metrics().timers());
    loop.advanceBy(Duration.ofSeconds(2));
    assertEquals(List.of("task", "task", "timer", "timer", "tick", "tick"), ran);
    worker.dispose();
    assertEquals(0, loop.metrics().timers());
    ran.clear();
    Disposable delayed =
        Observable.just("now")
            .delay(1, MILLISECONDS, LoopSchedulers.immediate(other))
            .subscribe(ran::add);
    loop.advanceBy(Duration.ofMillis(1));
    assertEquals(List.of("now"), ran);
    assertTrue(delayed.isDisposed());
  }

  /** Knows nothing of tasks that are nodes. */
  private record DelegatingLoop(SimulatedLoop loop) implements EventLoop {
    @Override
    public void execute(Runnable task) {
      loop.execute(() -> task.run());
    }

    @Override
    public TimerHandle scheduleAt(long deadlineNanos, Runnable task) {
      return loop.scheduleAt(deadlineNanos, () -> task.run());
    }

    @Override
    public LoopClock clock() {
      return loop.clock();
    }

    @Override
    public boolean inEventLoop() {
      return loop.inEventLoop();
    }

    @Override
    public void report(LoopFailure failure) {
      loop.report(failure);
    }

    @Override
    public boolean isShutdown() {
      return loop.isShutdown();
    }

    @Override
    public Registration onShutdown(Runnable hook) {
      return loop.onShutdown(hook);
    }
  }
}
