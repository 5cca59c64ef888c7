package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often a loop with a thread of its own is woken, reads the clock and goes round. */
class WakeupTest {
  private final CountingWaiter waiter = new CountingWaiter();
  private final CountingClock clock = new CountingClock();
  private final AtomicReference<Thread> thread = new AtomicReference<>();
  private final ManagedLoop loop =
      Loops.builder()
          .waiter(waiter)
          .clock(clock)
          .threadFactory(task -> {
            Thread made = new Thread(task, "counted");
            made.setDaemon(true);
            thread.set(made);
            return made;
          })
          .start();

  @AfterEach
  void close() {
    loop.close();
  }

  /** Waits until the loop's thread sleeps: until a deadline, or for a wake-up alone. */
  private void awaitSleep(Thread.State state) {
    while (thread.get().getState() != state
        || !(LockSupport.getBlocker(thread.get()) instanceof ParkWaiter)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anIdleLoopSleepsWithoutADeadlineAndAsksForNothing() throws Exception {
    run(() -> {});
    awaitSleep(Thread.State.WAITING);
    int sleeps = waiter.sleeps.get();
    int reads = clock.reads.get();
    long turns = loop.metrics().turns();
    // A stray permit is the one thing that may send it round once.
    LockSupport.unpark(thread.get());
    while (waiter.sleeps.get() == sleeps) {
      Thread.onSpinWait();
    }
    awaitSleep(Thread.State.WAITING);
    assertEquals(sleeps + 1, waiter.sleeps.get());
    assertEquals(turns + 1, loop.metrics().turns());
    assertEquals(
        reads, clock.reads.get(), "without timers there is no reason to look at the clock");
    assertEquals(0, waiter.timedSleeps.get());
  }

  @Test
  void submissionsWhileTheLoopIsAwakeWakeNobody() throws Exception {
    CountDownLatch inTask = new CountDownLatch(1);
    CountDownLatch submitted = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(1000);
    loop.execute(() -> {
      inTask.countDown();
      awaitOn(submitted);
    });
    inTask.await();
    int before = waiter.wakeups.get();
    for (int i = 0; i < 1000; i++) {
      loop.execute(all::countDown);
    }
    assertEquals(before, waiter.wakeups.get());
    submitted.countDown();
    all.await();
    assertEquals(before, waiter.wakeups.get());
  }

  @Test
  void aSleepingLoopIsWokenOnce() throws Exception {
    run(() -> {});
    awaitSleep(Thread.State.WAITING);
    int before = waiter.wakeups.get();
    CountDownLatch release = new CountDownLatch(1);
    // The first wakes; the others find the loop awake, held up in the first.
    loop.execute(() -> awaitOn(release));
    for (int i = 0; i < 1000; i++) {
      loop.execute(() -> {});
    }
    release.countDown();
    run(() -> {});
    assertTrue(waiter.wakeups.get() - before <= 2, () -> waiter.wakeups.get() + " wake-ups");
  }

  @Test
  void aLaterTimerDoesNotWakeASleepingLoopAndAnEarlierOneDoes() throws Exception {
    TimerHandle armed = loop.schedule(() -> {}, Duration.ofHours(1));
    run(() -> {});
    awaitSleep(Thread.State.TIMED_WAITING);
    int before = waiter.wakeups.get();
    TimerHandle later = loop.schedule(() -> {}, Duration.ofHours(2));
    assertTrue(later.cancel());
    assertTrue(loop.schedule(() -> {}, Duration.ofHours(3)).cancel());
    assertEquals(before, waiter.wakeups.get());
    CountDownLatch ran = new CountDownLatch(1);
    loop.schedule(ran::countDown, Duration.ofMillis(1));
    assertEquals(before + 1, waiter.wakeups.get());
    ran.await();
    assertTrue(armed.cancel());
  }

  @Test
  void aMillionTimersThatNeedNoWakeUpDoNotPileUp() throws Exception {
    TimerHandle armed = loop.schedule(() -> {}, Duration.ofHours(1));
    run(() -> {});
    awaitSleep(Thread.State.TIMED_WAITING);
    int before = waiter.wakeups.get();
    int count = 1_000_000;
    long[] most = new long[1];
    for (int i = 0; i < count; i++) {
      assertTrue(loop.schedule(() -> {}, Duration.ofHours(2)).cancel());
    }
    run(() -> most[0] = loop.metrics().timers());
    assertEquals(1, most[0]);
    int wakes = waiter.wakeups.get() - before;
    assertTrue(wakes > 0 && wakes < count / 500, () -> wakes + " wake-ups");
    assertTrue(armed.cancel());
  }

  @Test
  void executeReadsNoClockAndATurnWithTimersReadsItOnce() {
    CountingClock counted = new CountingClock();
    ManualLoop manual = Loops.builder().clock(counted).manual();
    counted.reads.set(0);
    for (int i = 0; i < 1000; i++) {
      manual.execute(() -> {});
    }
    manual.poll();
    assertEquals(0, counted.reads.get());
    long now = counted.nanoTime();
    for (int i = 0; i < 1000; i++) {
      manual.scheduleAt(now, () -> manual.execute(() -> {}));
    }
    counted.reads.set(0);
    assertEquals(1000, manual.poll());
    assertEquals(1, counted.reads.get());
  }

  @Test
  void anInterruptNeitherEndsTheLoopNorMakesItSpinAndIsKept() throws Exception {
    run(() -> {});
    awaitSleep(Thread.State.WAITING);
    long turns = loop.metrics().turns();
    int sleeps = waiter.sleeps.get();
    thread.get().interrupt();
    // It goes round, finds nothing, and sleeps with the flag put aside.
    while (waiter.sleeps.get() == sleeps || thread.get().isInterrupted()) {
      Thread.onSpinWait();
    }
    awaitSleep(Thread.State.WAITING);
    long spent = loop.metrics().turns() - turns;
    assertTrue(spent <= 3, () -> spent + " turns");
    AtomicReference<Boolean> seen = new AtomicReference<>(false);
    run(() -> seen.set(Thread.interrupted()));
    assertTrue(seen.get(), "the task sees the interrupt");
    run(() -> assertFalse(Thread.currentThread().isInterrupted()));
  }

  @Test
  void anInterruptThatNoTaskTakesDoesNotMakeTheLoopSpin() throws Exception {
    CountDownLatch slept = new CountDownLatch(1);
    AtomicLong turns = new AtomicLong();
    run(() -> {
      Thread.currentThread().interrupt();
      turns.set(loop.metrics().turns());
      loop.schedule(
          () -> {
            turns.set(loop.metrics().turns() - turns.get());
            slept.countDown();
          },
          Duration.ofMillis(20));
    });
    slept.await();
    assertTrue(turns.get() < 10, () -> turns + " turns");
  }

  @Test
  void aFloodOfProducersDoesNotKeepTimersWaiting() throws Exception {
    AtomicInteger outstanding = new AtomicInteger();
    CountDownLatch timers = new CountDownLatch(50);
    Runnable again =
        new Runnable() {
          @Override
          public void run() {
            timers.countDown();
            if (timers.getCount() > 0) {
              loop.schedule(this, Duration.ofNanos(100_000));
            }
          }
        };
    loop.execute(again);
    while (timers.getCount() > 0) {
      if (outstanding.get() < 10_000) {
        outstanding.incrementAndGet();
        loop.execute(outstanding::decrementAndGet);
      }
    }
    timers.await();
  }

  private void run(Runnable body) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(() -> {
      try {
        body.run();
      } finally {
        done.countDown();
      }
    });
    done.await();
  }

  private static void awaitOn(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
