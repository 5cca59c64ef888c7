package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.LoopFailure;
import dev.oneloop.LoopMetrics;
import dev.oneloop.ManagedLoop;
import dev.oneloop.TimerHandle;
import dev.oneloop.WorkGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ManagedLoop} promises beyond {@link EventLoopContract}: tasks that are their
 * own queue nodes, closing, nested loops, counters.
 */
public abstract class ManagedLoopContract extends EventLoopContract {
  private static final Duration HOUR = Duration.ofHours(1);

  /** For subclasses. */
  protected ManagedLoopContract() {}

  @Override
  protected abstract ManagedLoop newLoop(LoopExceptionHandler handler) throws Exception;

  final ManagedLoop managed() {
    return (ManagedLoop) loop;
  }

  @Test
  void aTaskMayBeSubmittedAgainOnceItHasStarted() throws Exception {
    CountDownLatch toGo = new CountDownLatch(100);
    TestTimer task =
        new TestTimer() {
          @Override
          public void run() {
            super.run();
            toGo.countDown();
            if (toGo.getCount() > 50) {
              loop.execute(this);
            } else if (toGo.getCount() > 0) {
              loop.scheduleAt(now(), this);
            }
          }
        };
    loop.execute(task);
    await(toGo);
    assertEquals(100, task.runs);
  }

  @Test
  void aTaskThatIsStillQueuedCannotBeSubmittedTwiceAndRunsOnce() throws Exception {
    TestTimer task = new TestTimer();
    TestTimer timer = new TestTimer();
    onLoop(() -> {
      loop.execute(task);
      assertThrows(IllegalStateException.class, () -> loop.execute(task));
      assertThrows(IllegalStateException.class, () -> loop.scheduleAt(now(), task));
      onOtherThread(() -> assertThrows(IllegalStateException.class, () -> loop.execute(task)));
      loop.scheduleAt(now() + HOUR.toNanos(), timer);
      assertThrows(IllegalStateException.class, () -> loop.execute(timer));
      assertThrows(IllegalStateException.class, () -> loop.scheduleAt(now(), timer));
      assertTrue(timer.cancel());
    });
    awaitAllSubmitted();
    assertEquals(1, task.runs);
    assertEquals(0, timer.runs);
  }

  @Test
  void aCancelledTaskCannotBeSubmittedAgain() throws Exception {
    TestTimer task = new TestTimer();
    onLoop(() -> {
      loop.execute(task);
      assertTrue(task.cancel());
      Exception e = assertThrows(IllegalStateException.class, () -> loop.execute(task));
      assertNames(e, task.toString());
    });
    awaitAllSubmitted();
    assertEquals(0, task.runs);
    assertEquals(1, task.cancellations);
  }

  @Test
  void aTimerIsItsOwnHandle() throws Exception {
    TestTimer timer = new TestTimer();
    assertFalse(timer.isPending());
    assertSame(timer, loop.schedule(timer, HOUR));
    assertTrue(timer.isPending());
    assertTrue(timer.cancel());
    assertFalse(timer.isPending());
    onLoop(() -> {
      TestTimer withoutDelay = new TestTimer();
      assertSame(withoutDelay, loop.schedule(withoutDelay, Duration.ZERO));
      assertTrue(withoutDelay.cancel());
    });
  }

  @Test
  void countsAreCountsOfLiveTasks() throws Exception {
    List<TimerHandle> handles = new ArrayList<>();
    int count = 10_000;
    onLoop(() -> {
      for (int i = 0; i < count; i++) {
        handles.add(loop.schedule(() -> {}, HOUR));
      }
      assertEquals(count, managed().metrics().timers());
      for (int i = 0; i < count; i += 2) {
        assertTrue(handles.get(i).cancel());
      }
      assertEquals(count / 2, managed().metrics().timers());
      TestTimer ready = new TestTimer();
      loop.execute(ready);
      assertEquals(1, managed().metrics().pendingTasks());
      assertTrue(ready.cancel());
      assertEquals(0, managed().metrics().pendingTasks());
      // From outside the shells stay a while, but do not count.
      onOtherThread(() -> {
        for (int i = 1; i < count; i += 2) {
          assertTrue(handles.get(i).cancel());
        }
      });
      assertEquals(0, managed().metrics().timers());
    });
    awaitAllSubmitted();
    onLoop(() -> assertEquals(0, managed().metrics().timers()));
  }

  @Test
  void whatHasRunIsCounted() throws Exception {
    LoopMetrics before = settledMetrics();
    CountDownLatch timer = new CountDownLatch(1);
    loop.execute(() -> {});
    loop.execute(() -> {
      throw new IllegalStateException("counted");
    });
    loop.scheduleAt(now(), timer::countDown);
    await(timer);
    LoopMetrics after = settledMetrics();
    assertEquals(1, takeFailures().size());
    assertEquals(1, after.failures() - before.failures());
    assertEquals(1, after.timersRun() - before.timersRun());
    assertTrue(after.tasksRun() - before.tasksRun() >= 3, after::toString);
    assertTrue(after.turns() > before.turns(), after::toString);
  }

  private LoopMetrics settledMetrics() throws Exception {
    awaitAllSubmitted();
    LoopMetrics[] metrics = new LoopMetrics[1];
    onLoop(() -> metrics[0] = managed().metrics());
    return metrics[0];
  }

  @Test
  void theCurrentLoopIsKnownInsideATaskOnly() throws Exception {
    List<@Nullable EventLoop> current = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch timer = new CountDownLatch(1);
    onLoop(() -> {
      current.add(EventLoop.current());
      onOtherThread(() -> assertNull(EventLoop.current()));
    });
    loop.scheduleAt(now(), counting(timer, () -> current.add(EventLoop.current())));
    loop.execute(() -> {
      throw new IllegalStateException("does it end as well after a failure?");
    });
    await(timer);
    awaitAllSubmitted();
    assertEquals(1, takeFailures().size());
    assertEquals(List.of(loop, loop), current);
    assertNull(EventLoop.current());
  }

  @Test
  void runningAtOnceEndsWithTheBudgetOfTheTurn() throws Exception {
    onLoop(() -> {
      int granted = 0;
      while (granted < 1_000_000 && loop.tryRunNow()) {
        granted++;
      }
      assertTrue(granted < 1_000_000, "one task could keep the loop for ever");
    });
    onLoop(() -> assertTrue(loop.tryRunNow(), "the next turn has a budget of its own"));
  }

  @Test
  void aTaskMayUseUpTheParkPermitOfItsThread() throws Exception {
    for (int i = 0; i < 50; i++) {
      onLoop(() -> {
        Thread me = Thread.currentThread();
        onOtherThread(() -> LockSupport.unpark(me));
        LockSupport.parkNanos(1);
      });
    }
  }

  @Test
  void aFatalErrorDoesNotEndTheLoop() throws Exception {
    List<String> ran = new ArrayList<>();
    onLoop(() -> {
      loop.execute(() -> {
        throw new TestFatalError();
      });
      loop.execute(() -> ran.add("the rest of the turn"));
    });
    awaitAllSubmitted();
    assertEquals(List.of("the rest of the turn"), ran);
    // Reported, or thrown to the caller that drives the loop: await() has taken it there.
    for (LoopFailure failure : takeFailures()) {
      assertTrue(failure.throwable() instanceof TestFatalError, failure::toString);
    }
  }

  @Test
  void theReportOfATaskThatThrewNamesTheTask() throws Exception {
    CountDownLatch timer = new CountDownLatch(1);
    Runnable task =
        new Runnable() {
          @Override
          public void run() {
            timer.countDown();
            throw new IllegalStateException("thrown by the test");
          }
        };
    loop.scheduleAt(now(), task);
    await(timer);
    loop.execute(task);
    awaitAllSubmitted();
    List<LoopFailure> reported = takeFailures();
    assertEquals(2, reported.size());
    for (LoopFailure failure : reported) {
      assertSame(task, failure.source());
    }
  }

  @Test
  void shutdownRunsWhatIsReadyAndHandsBackTheTimers() throws Exception {
    TestTimer ready = new TestTimer();
    TestTimer timer = new TestTimer();
    onLoop(() -> {
      loop.execute(ready);
      loop.schedule(timer, HOUR);
      managed().shutdown();
      assertTrue(loop.isShutdown());
      assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    });
    close(loop);
    assertTrue(managed().isTerminated());
    assertEquals(1, ready.runs);
    assertEquals(1, timer.rejections);
    assertTrue(timer.isCancelled());
    assertEquals(1, ready.settled());
    assertEquals(1, timer.settled());
  }

  @Test
  void shutdownNowHandsBackWhatHasNotStarted() throws Exception {
    TestTimer ready = new TestTimer();
    TestTimer timer = new TestTimer();
    onLoop(() -> {
      loop.execute(ready);
      loop.schedule(timer, HOUR);
      managed().shutdownNow();
    });
    close(loop);
    assertTrue(managed().isTerminated());
    assertEquals(1, ready.rejections);
    assertEquals(1, timer.rejections);
    assertEquals(1, ready.settled());
    assertEquals(1, timer.settled());
  }

  @Test
  void shutdownNowReportsThatForeignTasksWereDropped() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    onLoop(() -> {
      loop.execute(ran::incrementAndGet);
      loop.execute(ran::incrementAndGet);
      managed().shutdownNow();
    });
    close(loop);
    assertEquals(0, ran.get());
    assertEquals(1, takeFailures().size());
  }

  @Test
  void aRejectedSubmissionLeavesTheTaskAsItWas() throws Exception {
    TestTimer queued = new TestTimer();
    TestTimer fresh = new TestTimer();
    onLoop(() -> {
      loop.execute(queued);
      managed().shutdown();
      assertThrows(RuntimeException.class, () -> loop.execute(queued));
      onOtherThread(() -> assertThrows(RuntimeException.class, () -> loop.execute(queued)));
      assertThrows(RejectedExecutionException.class, () -> loop.execute(fresh));
      assertThrows(RejectedExecutionException.class, () -> loop.schedule(fresh, HOUR));
    });
    close(loop);
    assertEquals(1, queued.runs, "accepted before, so it runs");
    assertEquals(0, fresh.settled());
    assertFalse(fresh.isPending());
    assertFalse(fresh.isCancelled());
  }

  @Test
  void aRejectionNamesTheLoop() throws Exception {
    close(loop);
    assertNames(
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {})),
        loop.toString());
    assertNames(
        assertThrows(RejectedExecutionException.class, () -> loop.scheduleAt(now(), () -> {})),
        loop.toString());
  }

  @Test
  void everyTaskThatIsAcceptedWhileTheLoopClosesIsSettledOnce() throws Exception {
    everyAcceptedTaskIsSettledOnce(managed()::shutdown);
  }

  @Test
  void everyTaskThatIsAcceptedWhileTheLoopIsShutDownNowIsSettledOnce() throws Exception {
    everyAcceptedTaskIsSettledOnce(managed()::shutdownNow);
  }

  private void everyAcceptedTaskIsSettledOnce(Runnable shutdown) throws Exception {
    ConcurrentLinkedQueue<TestTimer> all = new ConcurrentLinkedQueue<>();
    CountDownLatch started = new CountDownLatch(2000);
    Runnable tasks = () -> submitUntilRejected(all, started, loop::execute);
    Runnable timers = () -> submitUntilRejected(all, started, task -> loop.schedule(task, HOUR));
    Runnable cancelled =
        () ->
            submitUntilRejected(
                all,
                started,
                task -> {
                  loop.schedule(task, HOUR);
                  task.submitted = true;
                  task.cancel();
                });
    Outcome producers = start(tasks::run, timers::run, cancelled::run);
    await(started);
    shutdown.run();
    close(loop);
    assertTrue(producers.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    producers.rethrow();
    for (TestTimer task : all) {
      assertEquals(task.submitted ? 1 : 0, task.settled(), task::toString);
    }
  }

  private static void submitUntilRejected(
      ConcurrentLinkedQueue<TestTimer> all,
      CountDownLatch started,
      Consumer<TestTimer> submission) {
    try {
      for (; ; ) {
        TestTimer task = new TestTimer();
        all.add(task);
        submission.accept(task);
        task.submitted = true;
        started.countDown();
      }
    } catch (RejectedExecutionException closed) {
      // The end.
    }
  }

  @Test
  void closingInsideATaskDoesNotWait() throws Exception {
    onLoop(() -> {
      managed().close();
      assertTrue(loop.isShutdown());
      assertFalse(managed().isTerminated());
      assertFalse(managed().shutdown(HOUR));
      assertFalse(managed().awaitTermination(Duration.ZERO));
      assertThrows(BlockedLoopException.class, () -> managed().awaitTermination(HOUR));
    });
    close(loop);
    assertTrue(managed().isTerminated());
    assertTrue(managed().awaitTermination(Duration.ZERO));
    assertTrue(managed().awaitTermination(HOUR));
    assertTrue(managed().shutdown(Duration.ZERO));
  }

  @Test
  void theGuardOfAHookHoldsBackTheClosing() throws Exception {
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    loop.onShutdown(() -> {
      WorkGuard guard = managed().acquireWorkGuard();
      ran.add("hook");
      loop.execute(() -> {
        ran.add("task of the hook");
        loop.execute(() -> {
          ran.add("task of that task");
          guard.close();
          guard.close();
        });
      });
    });
    close(loop);
    assertEquals(List.of("hook", "task of the hook", "task of that task"), ran);
  }

  @Test
  void aGuardThatNoHookAcquiredDoesNotHoldBackTheClosing() throws Exception {
    WorkGuard guard = managed().acquireWorkGuard();
    close(loop);
    assertTrue(managed().isTerminated());
    guard.close();
  }

  @Test
  void aTaskOutsideOfTheLoopCannotRunNested() throws Exception {
    onOtherThread(() -> {
      Exception e =
          assertThrows(IllegalStateException.class, () -> managed().runNested(() -> null));
      assertNames(e, loop.toString(), Thread.currentThread().getName());
    });
  }

  @Test
  void runNestedReturnsWhatItsBodyReturnsAndThrowsWhatItThrows() throws Exception {
    Exception thrown = new Exception("thrown by the body");
    onLoop(() -> {
      assertEquals("result", managed().runNested(() -> "result"));
      assertSame(
          thrown,
          assertThrows(
              Exception.class,
              () ->
                  managed()
                      .runNested(() -> {
                        throw thrown;
                      })));
      assertTrue(loop.inEventLoop());
      assertSame(loop, EventLoop.current());
    });
    awaitAllSubmitted();
  }

  @Test
  void theLoopIsNamedByWhatItIsShownAs() {
    assertTrue(loop.toString().contains(managed().name()));
  }

  /** Fatal to a virtual machine, were it a real one. */
  static final class TestFatalError extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    TestFatalError() {
      super("thrown by the test");
    }
  }
}
