package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.LoopClock;
import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.ManualLoop;
import dev.oneloop.TimerHandle;
import dev.oneloop.WorkGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every {@link ManualLoop} promises beyond {@link ManagedLoopContract}: its drive methods. */
public abstract class ManualLoopContract extends ManagedLoopContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** For subclasses. */
  protected ManualLoopContract() {}

  @Override
  protected abstract ManualLoop newLoop(LoopExceptionHandler handler) throws Exception;

  final ManualLoop manual() {
    return (ManualLoop) loop;
  }

  /** Drives the loop on this thread. */
  @Override
  protected void await(CountDownLatch done) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (done.getCount() > 0) {
      try {
        if (manual().poll() == 0) {
          passTime();
        }
      } catch (TestFatalError e) {
        // The loop must be fit to go on.
      }
      if (System.nanoTime() - end > 0) {
        fail("Still driving after " + PATIENCE_SECONDS + " s: " + loop);
      }
    }
  }

  /** Called when there was nothing to run: a loop in virtual time moves on to its next timer. */
  @SuppressWarnings("ThreadPriorityCheck") // other threads have something to do
  void passTime() {
    Thread.yield();
  }

  @Test
  void aTurnDoesNotRunWhatItSubmitsItself() {
    AtomicInteger ran = new AtomicInteger();
    loop.execute(resubmitting(ran, 3));
    assertEquals(1, manual().poll());
    assertEquals(1, ran.get());
    assertEquals(1, manual().poll());
    assertEquals(2, ran.get());
  }

  @Test
  void aTurnDoesNotRunTheTimersThatItsTimersSchedule() {
    AtomicInteger ran = new AtomicInteger();
    Runnable again =
        new Runnable() {
          @Override
          public void run() {
            if (ran.incrementAndGet() < 3) {
              loop.scheduleAt(now() - 1, this);
            }
          }
        };
    loop.scheduleAt(now(), again);
    assertEquals(1, manual().poll());
    assertEquals(1, ran.get());
    assertEquals(1, manual().poll());
    assertEquals(2, ran.get());
  }

  /** A task that submits itself again so many times. */
  private Runnable resubmitting(AtomicInteger ran, int times) {
    return new Runnable() {
      @Override
      public void run() {
        if (ran.incrementAndGet() < times) {
          loop.execute(this);
        }
      }
    };
  }

  @Test
  void pollRunsWhatIsThereAndNeverWaits() {
    assertEquals(0, manual().poll());
    loop.execute(() -> {});
    loop.execute(() -> {});
    TimerHandle timer = loop.schedule(() -> {}, HOUR);
    assertEquals(2, manual().poll());
    assertEquals(0, manual().poll());
    assertTrue(timer.cancel());
  }

  @Test
  void dueTimersRunBeforeTasksInATurn() {
    List<String> ran = new ArrayList<>();
    loop.execute(() -> ran.add("task"));
    loop.scheduleAt(now(), () -> ran.add("timer"));
    assertEquals(2, manual().poll());
    assertEquals(List.of("timer", "task"), ran);
  }

  @Test
  void runOnceWaitsForATask() throws Exception {
    Outcome other = start(() -> loop.execute(() -> {}));
    assertEquals(1, manual().runOnce());
    assertTrue(other.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void runOnceWaitsForATimer() {
    long deadline = now() + 3 * MILLISECOND.toNanos();
    loop.scheduleAt(deadline, () -> assertTrue(now() - deadline >= 0));
    assertEquals(1, manual().runOnce());
  }

  @Test
  void runForRunsWhatIsDueInThatTime() {
    List<String> ran = new ArrayList<>();
    long start = now();
    loop.scheduleAt(start + MILLISECOND.toNanos(), () -> ran.add("soon"));
    TimerHandle later = loop.scheduleAt(start + HOUR.toNanos(), () -> ran.add("later"));
    assertEquals(1, manual().runFor(Duration.ofMillis(5)));
    assertTrue(now() - start >= Duration.ofMillis(5).toNanos());
    assertEquals(List.of("soon"), ran);
    assertTrue(later.cancel());
  }

  @Test
  void runUntilIdleRunsEverythingButFutureTimers() {
    AtomicInteger ran = new AtomicInteger();
    loop.execute(resubmitting(ran, 100));
    TimerHandle timer = loop.schedule(ran::incrementAndGet, HOUR);
    assertEquals(100, manual().runUntilIdle());
    assertEquals(0, manual().runUntilIdle());
    assertTrue(timer.cancel());
  }

  @Test
  void runEndsWhenNothingIsLeft() {
    AtomicInteger ran = new AtomicInteger();
    loop.execute(resubmitting(ran, 10));
    loop.schedule(() -> loop.schedule(ran::incrementAndGet, MILLISECOND), MILLISECOND);
    assertEquals(12, manual().run());
    assertEquals(0, manual().run());
  }

  @Test
  void aWorkGuardKeepsRunFromReturning() throws Exception {
    WorkGuard guard = manual().acquireWorkGuard();
    AtomicInteger ran = new AtomicInteger();
    Outcome other =
        start(() -> {
          loop.execute(ran::incrementAndGet);
          guard.close();
        });
    assertEquals(1, manual().run());
    assertEquals(1, ran.get());
    assertTrue(other.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void stopFromOutsideWakesASleepingLoop() throws Exception {
    WorkGuard guard = manual().acquireWorkGuard();
    CountDownLatch running = new CountDownLatch(1);
    loop.execute(running::countDown);
    Outcome other =
        start(() -> {
          running.await();
          manual().stop();
        });
    assertEquals(1, manual().run());
    assertTrue(other.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    guard.close();
  }

  @Test
  void stopBeforeRunIsNotLostAndHoldsOnce() {
    AtomicInteger ran = new AtomicInteger();
    loop.execute(ran::incrementAndGet);
    manual().stop();
    manual().stop();
    assertEquals(0, manual().run());
    assertEquals(1, manual().run());
    assertEquals(1, ran.get());
  }

  @Test
  void stopEndsTheTurnAndTheRestKeepsItsPlace() {
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      loop.execute(() -> {
        ran.add(number);
        if (number == 3) {
          manual().stop();
        }
      });
    }
    loop.execute(() -> ran.add(10));
    assertEquals(4, manual().run());
    assertEquals(upTo(4), ran);
    assertEquals(7, manual().run());
    assertEquals(upTo(11), ran);
  }

  @Test
  void aSecondDriverIsRefusedByName() throws Exception {
    CountDownLatch inTask = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    Thread[] first = {Thread.currentThread()};
    Outcome second =
        start(() -> {
          inTask.await();
          for (Executable drive : driveMethods()) {
            Exception e = assertThrows(IllegalStateException.class, drive);
            assertNames(e, loop.toString(), first[0].getName(), Thread.currentThread().getName());
          }
          tried.countDown();
        });
    loop.execute(() -> {
      inTask.countDown();
      awaitUnchecked(tried);
    });
    assertEquals(1, manual().poll());
    second.rethrow();
    assertEquals(0, tried.getCount());
  }

  @Test
  void drivingFromInsideATaskIsRefused() throws Exception {
    onLoop(() -> {
      for (Executable drive : driveMethods()) {
        Exception e = assertThrows(IllegalStateException.class, drive);
        assertNames(e, loop.toString(), Thread.currentThread().getName());
      }
      assertThrows(
          BlockedLoopException.class,
          () -> manual().runUntilComplete(new CompletableFuture<Void>()));
    });
    awaitAllSubmitted();
  }

  private List<Executable> driveMethods() {
    return List.of(
        () -> manual().poll(),
        () -> manual().runOnce(),
        () -> manual().runFor(HOUR),
        () -> manual().runUntilIdle(),
        () -> manual().run(),
        () -> manual().runUntilComplete(CompletableFuture.completedFuture("done")));
  }

  @Test
  void theLoopMayBeDrivenByOneThreadAfterTheOther() throws Exception {
    int count = 2000;
    List<Integer> ran = new ArrayList<>();
    Outcome producer =
        start(() -> {
          for (int i = 0; i < count; i++) {
            int number = i;
            loop.execute(() -> ran.add(number));
          }
        });
    for (int i = 0; ran.size() < count; i++) {
      if (i % 2 == 0) {
        manual().poll();
        // Between two drives this thread is a stranger like any other.
        loop.execute(() -> {});
      } else {
        onOtherThread(() -> manual().poll());
      }
    }
    producer.rethrow();
    assertEquals(upTo(count), ran);
  }

  @Test
  void afterADriveTheThreadIsNotTheLoopsAnyMore() {
    loop.execute(() -> assertTrue(loop.inEventLoop()));
    manual().poll();
    assertFalse(loop.inEventLoop());
    assertNull(EventLoop.current());
  }

  @Test
  void afterAFatalErrorTheRestOfTheTurnIsStillThere() {
    List<String> ran = new ArrayList<>();
    loop.execute(() -> {
      throw new TestFatalError();
    });
    loop.execute(() -> ran.add("rest"));
    assertThrows(TestFatalError.class, () -> manual().poll());
    assertFalse(loop.inEventLoop());
    assertNull(EventLoop.current());
    assertEquals(1, manual().poll());
    assertEquals(List.of("rest"), ran);
  }

  @Test
  void aNestedDriveRunsEachTaskOnceAndInOrder() throws Exception {
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      loop.execute(() -> {
        ran.add(number);
        if (number % 10 == 0) {
          loop.execute(() -> ran.add(1000 + number));
          nested(() -> manual().poll());
        }
      });
    }
    manual().runUntilIdle();
    assertEquals(110, ran.size(), ran::toString);
    assertEquals(upTo(100), ran.stream().filter(number -> number < 1000).toList());
  }

  private void nested(Runnable body) {
    try {
      manual()
          .runNested(() -> {
            body.run();
            return "ran";
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aNestedDriveRestoresTheTurnAroundIt() throws Exception {
    onLoop(() -> {
      nested(() -> {
        loop.execute(() -> assertThrows(IllegalStateException.class, () -> manual().poll()));
        assertEquals(1, manual().poll());
      });
      assertSame(loop, EventLoop.current());
      assertTrue(loop.inEventLoop());
      assertThrows(IllegalStateException.class, () -> manual().poll());
    });
  }

  @Test
  void aNestedDriveRunsDueTimers() throws Exception {
    List<String> ran = new ArrayList<>();
    onLoop(() -> {
      long due = now();
      loop.scheduleAt(
          due,
          () -> {
            nested(() -> manual().poll());
            ran.add("outer");
          });
      loop.scheduleAt(due, () -> ran.add("inner"));
    });
    manual().runUntilIdle();
    assertEquals(List.of("inner", "outer"), ran);
  }

  @Test
  void runUntilCompleteReturnsTheResult() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    loop.schedule(() -> stage.complete("result"), MILLISECOND);
    assertEquals("result", manual().runUntilComplete(stage));
  }

  @Test
  void runUntilCompleteWaitsForAnotherThread() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Outcome other = start(() -> stage.complete("from outside"));
    assertEquals("from outside", manual().runUntilComplete(stage));
    assertTrue(other.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void runUntilCompleteThrowsWhatTheStageFailedWith() {
    Exception cause = new Exception("of the stage");
    CompletableFuture<String> failed = CompletableFuture.failedFuture(cause);
    Exception e = assertThrows(ExecutionException.class, () -> manual().runUntilComplete(failed));
    assertSame(cause, e.getCause());
    Exception dependent =
        assertThrows(
            ExecutionException.class,
            () -> manual().runUntilComplete(failed.thenApply(String::length)));
    assertSame(cause, dependent.getCause());
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);
    assertThrows(CancellationException.class, () -> manual().runUntilComplete(cancelled));
  }

  @Test
  void runUntilCompleteFailsWhenTheLoopIsStoppedFirst() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    loop.execute(manual()::stop);
    Exception e = assertThrows(IllegalStateException.class, () -> manual().runUntilComplete(stage));
    assertNames(e, loop.toString());
    // The next run is not stopped by what is left of this one.
    loop.execute(() -> stage.complete("now"));
    assertEquals("now", manual().runUntilComplete(stage));
  }

  @Test
  void anInterruptEndsTheWaitAndKeepsTheFlag() throws Exception {
    WorkGuard guard = manual().acquireWorkGuard();
    onOtherThread(() -> {
      Thread.currentThread().interrupt();
      loop.execute(() -> {});
      assertEquals(1, manual().run(), "what is ready still runs");
      assertTrue(Thread.currentThread().isInterrupted());
      assertEquals(0, manual().runOnce());
      assertTrue(Thread.currentThread().isInterrupted());
      assertThrows(
          InterruptedException.class,
          () -> manual().runUntilComplete(new CompletableFuture<String>()));
    });
    guard.close();
  }

  @Test
  void anInterruptFromOutsideEndsTheWait() throws Exception {
    WorkGuard guard = manual().acquireWorkGuard();
    CountDownLatch running = new CountDownLatch(1);
    Thread driver = Thread.currentThread();
    loop.execute(running::countDown);
    Outcome other =
        start(() -> {
          running.await();
          driver.interrupt();
        });
    assertEquals(1, manual().run());
    assertTrue(Thread.interrupted());
    assertTrue(other.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    guard.close();
  }

  @Test
  void theNextDeadlineIsThatOfTheFirstLiveTimer() throws Exception {
    assertEquals(LoopClock.NEVER, manual().nextDeadline());
    long first = now() + HOUR.toNanos();
    TimerHandle earlier = loop.scheduleAt(first, () -> {});
    TimerHandle later = loop.scheduleAt(first + 1, () -> {});
    assertEquals(first, manual().nextDeadline());
    assertTrue(earlier.cancel());
    assertEquals(first + 1, manual().nextDeadline());
    loop.execute(() -> {});
    assertTrue(manual().nextDeadline() - now() <= 0, "a task is ready");
    manual().poll();
    onLoop(() -> assertTrue(later.cancel()));
    assertEquals(LoopClock.NEVER, manual().nextDeadline());
  }

  @Test
  void aTerminatedLoopRunsNothingAndWaitsForNothing() {
    manual().close();
    assertEquals(0, manual().poll());
    assertEquals(0, manual().runOnce());
    assertEquals(0, manual().run());
    assertEquals(0, manual().runFor(HOUR));
    assertEquals(0, manual().runUntilIdle());
    Exception e =
        assertThrows(
            IllegalStateException.class,
            () -> manual().runUntilComplete(new CompletableFuture<String>()));
    assertNames(e, loop.toString());
  }

  @Test
  void shutdownIsSettledByTheNextPollWithoutWaiting() {
    TestTimer ready = new TestTimer();
    TestTimer timer = new TestTimer();
    loop.execute(ready);
    loop.schedule(timer, HOUR);
    manual().shutdown();
    while (!manual().isTerminated()) {
      manual().poll();
    }
    assertEquals(1, ready.runs);
    assertEquals(1, timer.rejections);
  }

  @Test
  void aTaskThatClosesItsLoopEndsTheRun() {
    WorkGuard guard = manual().acquireWorkGuard();
    loop.execute(manual()::close);
    manual().run();
    assertTrue(manual().isTerminated());
    guard.close();
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
