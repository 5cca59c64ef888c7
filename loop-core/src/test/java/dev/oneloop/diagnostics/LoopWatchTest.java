package dev.oneloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import dev.oneloop.Registration;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at real loops in real waits, at moments of its choice. */
class LoopWatchTest {
  private static final long THRESHOLD = 1000;

  private final BlockingQueue<LoopFailure> reports = new LinkedBlockingQueue<>();
  private long now;
  private final ManagedLoop loop =
      Loops.builder()
          .name("watched")
          .debug(true)
          .exceptionHandler((self, failure) -> reports.add(failure))
          .start();
  private final LoopWatch watch = new LoopWatch(loop, THRESHOLD, () -> now);
  private final Registration listening = loop.addListener(watch);

  /** What tasks wait for; complete at the end of each test. */
  private final CompletableFuture<Void> future = new CompletableFuture<>();

  @AfterEach
  void close() {
    future.complete(null);
    loop.close();
  }

  /** Sees what runs now, and looks again when it is too old. */
  private void lookTwice() {
    watch.run();
    now += THRESHOLD;
    watch.run();
  }

  /** Runs a task on the loop and waits until its thread is as expected. */
  private Thread runUntil(Runnable task, Predicate<Thread> isThere) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    loop.execute(() -> {
      thread.complete(Thread.currentThread());
      task.run();
    });
    Thread found = thread.get(30, TimeUnit.SECONDS);
    while (!isThere.test(found)) {
      Thread.onSpinWait();
    }
    return found;
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  private StuckLoopException reported() {
    LoopFailure failure = reports.poll();
    assertNotNull(failure);
    assertEquals(failure.message(), failure.throwable().getMessage());
    return assertInstanceOf(StuckLoopException.class, failure.throwable());
  }

  @Test
  void waitingForAFutureThatTheLoopCompletesIsASelfDeadlock() throws Exception {
    Thread thread = runUntil(future::join, LoopWatchTest::isWaiting);
    loop.execute(() -> future.complete(null));

    lookTwice();

    LoopFailure failure = reports.peek();
    assertNotNull(failure);
    StuckLoopException report = reported();
    assertEquals(StuckReason.JOIN, report.reason());
    assertTrue(report.isSelfDeadlock());
    assertTrue(failure.message().contains("watched"), failure.message());
    assertTrue(failure.message().contains(thread.toString()), failure.message());
    assertTrue(failure.message().contains("1 tasks"), failure.message());
    assertTrue(
        Arrays.stream(report.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("join")));
    Throwable origin = failure.origin();
    assertNotNull(origin);
    assertTrue(
        Arrays.stream(origin.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("runUntil")));
  }

  @Test
  void waitingForAFutureOfSomebodyElseIsNoSelfDeadlock() throws Exception {
    runUntil(future::join, LoopWatchTest::isWaiting);

    lookTwice();

    StuckLoopException report = reported();
    assertEquals(StuckReason.JOIN, report.reason());
    assertFalse(report.isSelfDeadlock());
  }

  @Test
  void waitingWhileATimerIsOutstandingIsASelfDeadlock() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    loop.schedule(latch::countDown, Duration.ofDays(1));
    runUntil(
        () -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        LoopWatchTest::isWaiting);

    lookTwice();

    StuckLoopException report = reported();
    assertEquals(StuckReason.LOCK, report.reason());
    assertTrue(report.isSelfDeadlock());
    latch.countDown();
  }

  @Test
  void waitingForAMonitorNamesItsHolder() throws Exception {
    Object monitor = new Object();
    synchronized (monitor) {
      runUntil(
          () -> {
            synchronized (monitor) {
              monitor.notifyAll();
            }
          },
          thread -> thread.getState() == Thread.State.BLOCKED);

      lookTwice();

      StuckLoopException report = reported();
      assertEquals(StuckReason.MONITOR, report.reason());
      assertTrue(
          report.toString().contains("held by thread \"" + Thread.currentThread().getName()),
          report.toString());
    }
  }

  @Test
  void longTaskIsReportedOnce() throws Exception {
    AtomicBoolean goOn = new AtomicBoolean();
    runUntil(
        () -> {
          while (!goOn.get()) {
            Thread.onSpinWait();
          }
        },
        thread -> true);

    lookTwice();
    assertEquals(StuckReason.LONG_TASK, reported().reason());
    lookTwice();
    assertTrue(reports.isEmpty());
    goOn.set(true);
  }

  @Test
  void taskThatIsNotOldEnoughIsNotReported() throws Exception {
    runUntil(future::join, LoopWatchTest::isWaiting);

    watch.run();
    now += THRESHOLD - 1;
    watch.run();

    assertTrue(reports.isEmpty());
  }

  @Test
  void idleLoopIsNotStuck() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    Thread thread = runUntil(ran::countDown, LoopWatchTest::isWaiting);
    assertEquals("watched", thread.getName());

    lookTwice();
    lookTwice();

    assertTrue(reports.isEmpty());
  }

  @Test
  void loopThatIsBusyWithOneTaskAfterTheOtherIsNotStuck() throws Exception {
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Void> next = new CompletableFuture<>();
      runUntil(next::join, LoopWatchTest::isWaiting);
      watch.run();
      now += THRESHOLD;
      next.complete(null);
    }

    assertTrue(reports.isEmpty());
  }

  @Test
  void taskThatLetsOthersRunInsideOfItIsNotStuck() throws Exception {
    ManualLoop manual =
        Loops.builder().exceptionHandler((self, failure) -> reports.add(failure)).manual();
    LoopWatch nested = new LoopWatch(manual, THRESHOLD, () -> now);
    Registration registration = manual.addListener(nested);
    manual.execute(() -> {
      try {
        manual.runNested(() -> {
          nested.run();
          now += THRESHOLD;
          nested.run();
          return null;
        });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      nested.run();
      now += THRESHOLD;
      assertTrue(reports.isEmpty());
      nested.run();
    });

    manual.poll();

    assertEquals(StuckReason.LONG_TASK, reported().reason());
    assertTrue(reports.isEmpty(), reports.toString());
    registration.close();
  }

  @Test
  void watchdogReportsFromItsOwnThread() throws Exception {
    listening.close();
    CompletableFuture<Thread> reporter = new CompletableFuture<>();
    try (ManagedLoop stuck =
        Loops.builder()
            .listener(new Watchdog(Duration.ofMillis(1)))
            .exceptionHandler((self, failure) -> reporter.complete(Thread.currentThread()))
            .start()) {
      stuck.execute(future::join);

      assertEquals("oneloop-watchdog", reporter.get(30, TimeUnit.SECONDS).getName());
      future.complete(null);
    }
  }

  @Test
  void runningLoopCanBeWatched() throws Exception {
    listening.close();
    Registration watching = Watchdog.watch(loop, Duration.ofMillis(1));
    loop.execute(future::join);

    LoopFailure failure = reports.poll(30, TimeUnit.SECONDS);

    assertNotNull(failure);
    StuckLoopException report = assertInstanceOf(StuckLoopException.class, failure.throwable());
    assertEquals(StuckReason.JOIN, report.reason());
    assertSame(failure.throwable(), report);
    watching.close();
  }

  @Test
  void watchdogWithoutPatienceIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Watchdog(Duration.ZERO));
  }
}
