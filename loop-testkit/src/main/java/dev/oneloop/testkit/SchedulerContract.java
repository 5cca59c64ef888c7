package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What RxJava and its users rely on in a {@link Scheduler} that runs one task at a time, as tests.
 * Whoever brings such a scheduler extends this class and says how it is made; if nobody drives it,
 * also how to drive it, in {@link #await} and {@link #pause}:
 *
 * <pre>{@code
 * class MySchedulerTest extends SchedulerContract {
 *   @Override
 *   protected Scheduler newScheduler() {
 *     return new MyScheduler();
 *   }
 * }
 * }</pre>
 *
 * <p>It demands order, cancellation that lets go of the task at once, failures that are reported
 * once and end nothing but their own task, and no interrupts. It goes by the scheduler's own idea
 * of time, real or virtual, and neither sleeps nor measures.
 *
 * <p>For the time of each test it has {@link RxJavaPlugins} to itself, and resets them afterwards:
 * do not run it in parallel with other tests that use RxJava.
 */
public abstract class SchedulerContract {

  /** While it is open, the scheduler runs nothing. */
  @FunctionalInterface
  public interface Pause extends AutoCloseable {
    /** Lets the scheduler go on. May be called by any thread, and more than once. */
    @Override
    void close();
  }

  private static final int MANY = 1_000;

  private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
  private Scheduler scheduler;
  private Scheduler.Worker worker;

  /** For subclasses. */
  protected SchedulerContract() {}

  /** Makes the scheduler under test, ready for use; called once for each test. */
  protected abstract Scheduler newScheduler() throws Exception;

  /**
   * Waits for tasks of the scheduler. One that somebody drives need not override this; one that is
   * driven by its caller is driven here, by the test's thread, until the latch is open.
   */
  protected void await(CountDownLatch done) throws Exception {
    LoopFixture.awaitDriven(done, scheduler);
  }

  /**
   * Keeps the scheduler from running anything until the result is closed. The standard is a task
   * that blocks; one that is driven by its caller may simply not be driven.
   */
  protected Pause pause() throws Exception {
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch resumed = new CountDownLatch(1);
    scheduler.scheduleDirect(() -> {
      paused.countDown();
      awaitUninterruptibly(resumed);
    });
    await(paused);
    return resumed::countDown;
  }

  /**
   * Ends the scheduler, and whatever drives it, after a test. The standard calls {@link
   * Scheduler#shutdown()}.
   */
  protected void close(Scheduler ended) throws Exception {
    ended.shutdown();
  }

  @BeforeEach
  final void makeScheduler() throws Exception {
    RxJavaPlugins.reset();
    RxJavaPlugins.setErrorHandler(errors::add);
    scheduler = newScheduler();
    worker = scheduler.createWorker();
  }

  @AfterEach
  final void closeScheduler() throws Exception {
    worker.dispose();
    close(scheduler);
    RxJavaPlugins.reset();
    assertEquals(List.of(), List.copyOf(errors), "errors that the test did not expect");
  }

  @Test
  void tasksOfAWorkerRunInOrder() throws Exception {
    List<Integer> ran = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int number = i;
      expected.add(number);
      worker.schedule(() -> ran.add(number));
    }
    fence();
    assertEquals(expected, ran);
  }

  @Test
  void delaysOfZeroOrLessCountAsNone() throws Exception {
    List<Integer> ran = new ArrayList<>();
    worker.schedule(() -> ran.add(1));
    worker.schedule(() -> ran.add(2), 0, TimeUnit.SECONDS);
    worker.schedule(() -> ran.add(3));
    worker.schedule(() -> ran.add(4), -1, TimeUnit.DAYS);
    worker.schedule(() -> ran.add(5), Long.MIN_VALUE, TimeUnit.DAYS);
    worker.schedule(() -> ran.add(6));
    fence();
    scheduler.scheduleDirect(() -> ran.add(7), -1, TimeUnit.DAYS);
    fence();
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), ran);
  }

  @Test
  void timersRunInOrderOfTheirDeadlines() throws Exception {
    List<Integer> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(3);
    long took;
    try (Pause paused = pause()) {
      assertNotNull(paused);
      long start = scheduler.now(TimeUnit.MILLISECONDS);
      worker.schedule(counting(done, () -> ran.add(3)), 30, TimeUnit.MILLISECONDS);
      worker.schedule(counting(done, () -> ran.add(1)), 1, TimeUnit.MILLISECONDS);
      worker.schedule(counting(done, () -> ran.add(2)), 15, TimeUnit.MILLISECONDS);
      took = scheduler.now(TimeUnit.MILLISECONDS) - start;
    }
    await(done);
    assumeTrue(took < 10, "The machine stalled, and the deadlines may be in another order");
    assertEquals(List.of(1, 2, 3), ran);
  }

  @Test
  void timersAreNeverEarly() throws Exception {
    for (TimeUnit unit : List.of(TimeUnit.NANOSECONDS, TimeUnit.MICROSECONDS)) {
      for (int delay : List.of(1, 10, 499, 999)) {
        long start = scheduler.now(TimeUnit.NANOSECONDS);
        AtomicReference<Long> ranAt = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        worker.schedule(
            counting(done, () -> ranAt.set(scheduler.now(TimeUnit.NANOSECONDS))), delay, unit);
        await(done);
        assertTrue(
            ranAt.get() - start >= unit.toNanos(delay),
            () -> delay + " " + unit + " took " + (ranAt.get() - start) + " ns");
      }
    }
  }

  @Test
  void tasksOfAWorkerNeverOverlapWhoeverSubmitsThem() throws Exception {
    int threads = 4;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(threads * MANY);
    Runnable task =
        () -> {
          if (inside.incrementAndGet() != 1) {
            overlaps.incrementAndGet();
          }
          inside.decrementAndGet();
          done.countDown();
        };
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread producer =
          new Thread(() -> {
            for (int i = 0; i < MANY; i++) {
              worker.schedule(task, i % 4 == 0 ? 1 : 0, TimeUnit.MICROSECONDS);
            }
          });
      producer.start();
      producers.add(producer);
    }
    await(done);
    for (Thread producer : producers) {
      producer.join();
    }
    assertEquals(0, overlaps.get());
  }

  @Test
  void eachProducersTasksRunInItsOrder() throws Exception {
    int threads = 4;
    CountDownLatch done = new CountDownLatch(threads * MANY);
    List<List<Integer>> ran = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      expected.add(i);
    }
    for (int t = 0; t < threads; t++) {
      List<Integer> mine = new ArrayList<>();
      ran.add(mine);
      new Thread(
              () -> {
                for (int i = 0; i < MANY; i++) {
                  int number = i;
                  worker.schedule(counting(done, () -> mine.add(number)));
                }
              })
          .start();
    }
    await(done);
    for (List<Integer> mine : ran) {
      assertEquals(expected, mine);
    }
  }

  @Test
  void aTaskThatResubmitsItselfDoesNotStarveTimers() throws Exception {
    CountDownLatch fired = new CountDownLatch(1);
    worker.schedule(
        new Runnable() {
          @Override
          public void run() {
            // Not for ever: a loop that closes in the middle of it would report that it refuses.
            if (fired.getCount() > 0) {
              worker.schedule(this);
            }
          }
        });
    CountDownLatch other = new CountDownLatch(1);
    scheduler.scheduleDirect(other::countDown);
    await(other);
    worker.schedule(fired::countDown, 1, TimeUnit.NANOSECONDS);
    await(fired);
  }

  @Test
  void periodicTasksRepeat() throws Exception {
    CountDownLatch ticks = new CountDownLatch(5);
    Disposable periodic =
        worker.schedulePeriodically(ticks::countDown, 1, 1, TimeUnit.MILLISECONDS);
    await(ticks);
    assertFalse(periodic.isDisposed());
    periodic.dispose();
    assertTrue(periodic.isDisposed());
  }

  @Test
  void directPeriodicTasksRepeat() throws Exception {
    CountDownLatch ticks = new CountDownLatch(5);
    Disposable periodic =
        scheduler.schedulePeriodicallyDirect(ticks::countDown, 0, 1, TimeUnit.MILLISECONDS);
    await(ticks);
    assertFalse(periodic.isDisposed());
    periodic.dispose();
    assertTrue(periodic.isDisposed());
  }

  @Test
  void aPeriodOfZeroOrLessRepeatsWithoutHoggingTheLoop() throws Exception {
    for (long period : new long[] {0, -1, Long.MIN_VALUE}) {
      for (boolean direct : new boolean[] {true, false}) {
        CountDownLatch ticks = new CountDownLatch(10);
        Disposable periodic =
            direct
                ? scheduler.schedulePeriodicallyDirect(
                    ticks::countDown, -1, period, TimeUnit.SECONDS)
                : worker.schedulePeriodically(ticks::countDown, 0, period, TimeUnit.SECONDS);
        await(ticks);
        CountDownLatch task = new CountDownLatch(1);
        scheduler.scheduleDirect(task::countDown);
        await(task);
        CountDownLatch timer = new CountDownLatch(1);
        scheduler.scheduleDirect(timer::countDown, 1, TimeUnit.MICROSECONDS);
        await(timer);
        periodic.dispose();
      }
    }
  }

  @Test
  void aPeriodicTaskThatIsDisposedByItselfEnds() throws Exception {
    AtomicInteger ticks = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    AtomicReference<Disposable> self = new AtomicReference<>();
    try (Pause paused = pause()) {
      assertNotNull(paused);
      self.set(
          worker.schedulePeriodically(
              () -> {
                if (ticks.incrementAndGet() == 3) {
                  self.get().dispose();
                }
                third.countDown();
              },
              1,
              1,
              TimeUnit.MILLISECONDS));
    }
    await(third);
    later();
    assertEquals(3, ticks.get());
    assertTrue(self.get().isDisposed());
  }

  @Test
  void aPeriodicTaskThatThrowsIsReportedOnceAndEnds() throws Exception {
    for (boolean direct : new boolean[] {true, false}) {
      AtomicInteger ticks = new AtomicInteger();
      CountDownLatch second = new CountDownLatch(2);
      RuntimeException failure = new RuntimeException("second tick");
      Runnable task =
          () -> {
            second.countDown();
            if (ticks.incrementAndGet() == 2) {
              throw failure;
            }
          };
      Disposable periodic =
          direct
              ? scheduler.schedulePeriodicallyDirect(task, 1, 1, TimeUnit.MILLISECONDS)
              : worker.schedulePeriodically(task, 1, 1, TimeUnit.MILLISECONDS);
      await(second);
      later();
      assertEquals(2, ticks.get());
      assertTrue(periodic.isDisposed());
      assertReportedOnce(failure);
    }
  }

  @Test
  void aDisposedTaskDoesNotRun() throws Exception {
    try (Pause paused = pause()) {
      assertNotNull(paused);
      Disposable task = worker.schedule(() -> fail("disposed"));
      Disposable timer = worker.schedule(() -> fail("disposed"), 1, TimeUnit.MILLISECONDS);
      Disposable direct = scheduler.scheduleDirect(() -> fail("disposed"));
      Disposable directTimer =
          scheduler.scheduleDirect(() -> fail("disposed"), 1, TimeUnit.MILLISECONDS);
      Disposable periodic =
          worker.schedulePeriodically(() -> fail("disposed"), 0, 1, TimeUnit.MILLISECONDS);
      for (Disposable d : List.of(task, timer, direct, directTimer, periodic)) {
        assertFalse(d.isDisposed());
        d.dispose();
        assertTrue(d.isDisposed());
        d.dispose();
      }
    }
    later();
  }

  @Test
  void disposingAWorkerCallsOffItsTasksAndNoOthers() throws Exception {
    Scheduler.Worker other = scheduler.createWorker();
    CountDownLatch others = new CountDownLatch(3);
    try (Pause paused = pause()) {
      assertNotNull(paused);
      for (Scheduler.Worker w : List.of(worker, other)) {
        Runnable task = w == other ? others::countDown : () -> fail("disposed");
        w.schedule(task);
        w.schedule(task, 1, TimeUnit.MILLISECONDS);
        w.schedulePeriodically(task, 2, 1_000_000, TimeUnit.MILLISECONDS);
      }
      assertFalse(worker.isDisposed());
      worker.dispose();
      worker.dispose();
      assertTrue(worker.isDisposed());
      assertFalse(other.isDisposed());
    }
    await(others);
    later();
    other.dispose();
  }

  @Test
  void aWorkerMayBeDisposedByItsOwnTask() throws Exception {
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);
    worker.schedule(() -> {
      worker.schedule(() -> fail("disposed"));
      worker.schedule(() -> fail("disposed"), 1, TimeUnit.MILLISECONDS);
      worker.dispose();
      interrupted.set(Thread.currentThread().isInterrupted());
      assertSame(Disposable.disposed(), worker.schedule(() -> fail("disposed")));
      ran.countDown();
    });
    await(ran);
    later();
    assertEquals(false, interrupted.get());
  }

  @Test
  void aRunningTaskIsNotInterrupted() throws Exception {
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    // The task has begun, and its submission has returned: RxJava could not interrupt it before.
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch ran = new CountDownLatch(1);
    Thread disposer =
        new Thread(() -> {
          awaitUninterruptibly(running);
          worker.dispose();
        });
    disposer.start();
    worker.schedule(() -> {
      running.countDown();
      try {
        disposer.join();
        interrupted.set(Thread.currentThread().isInterrupted());
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
      ran.countDown();
    });
    running.countDown();
    await(ran);
    assertEquals(false, interrupted.get());
    fence();
  }

  @Test
  void aTaskThatHasRunReadsDisposed() throws Exception {
    Disposable task = worker.schedule(() -> {});
    Disposable timer = worker.schedule(() -> {}, 1, TimeUnit.MICROSECONDS);
    Disposable direct = scheduler.scheduleDirect(() -> {});
    later();
    assertTrue(task.isDisposed());
    assertTrue(timer.isDisposed());
    assertTrue(direct.isDisposed());
    task.dispose();
    timer.dispose();
    direct.dispose();
  }

  @Test
  void aDisposedWorkerAnswersTheDisposedSingleton() {
    worker.dispose();
    assertSame(Disposable.disposed(), worker.schedule(() -> {}));
    assertSame(Disposable.disposed(), worker.schedule(() -> {}, 1, TimeUnit.SECONDS));
    assertSame(Disposable.disposed(), worker.schedule(() -> {}, -1, TimeUnit.SECONDS));
    assertSame(
        Disposable.disposed(), worker.schedulePeriodically(() -> {}, 1, 1, TimeUnit.SECONDS));
  }

  @Test
  void aSchedulerThatHasShutDownAnswersTheDisposedSingleton() throws Exception {
    Pause paused = pause();
    worker.schedule(() -> fail("shut down"));
    scheduler.scheduleDirect(() -> fail("shut down"), 1, TimeUnit.MILLISECONDS);
    scheduler.shutdown();
    scheduler.shutdown();
    paused.close();
    assertTrue(worker.isDisposed());
    assertSame(Disposable.disposed(), worker.schedule(() -> {}));
    assertSame(Disposable.disposed(), scheduler.createWorker().schedule(() -> {}));
    assertSame(Disposable.disposed(), scheduler.scheduleDirect(() -> {}));
    assertSame(Disposable.disposed(), scheduler.scheduleDirect(() -> {}, 1, TimeUnit.SECONDS));
    assertSame(
        Disposable.disposed(),
        scheduler.schedulePeriodicallyDirect(() -> {}, 1, 1, TimeUnit.SECONDS));
    assertTrue(scheduler.createWorker().isDisposed());
  }

  @Test
  void startRevivesASchedulerThatHasShutDown() throws Exception {
    scheduler.start();
    scheduler.shutdown();
    scheduler.start();
    scheduler.start();
    CountDownLatch ran = new CountDownLatch(2);
    scheduler.scheduleDirect(ran::countDown);
    scheduler.createWorker().schedule(ran::countDown);
    await(ran);
  }

  @Test
  void disposedTasksAreCollectableAtOnce() throws Exception {
    List<WeakReference<Runnable>> payloads = new ArrayList<>();
    List<Disposable> kept = new ArrayList<>();
    try (Pause paused = pause()) {
      assertNotNull(paused);
      Scheduler.Worker second = scheduler.createWorker();
      for (int i = 0; i < 10; i++) {
        kept.add(worker.schedule(payload(payloads)));
        kept.add(worker.schedule(payload(payloads), 1, TimeUnit.HOURS));
        kept.add(worker.schedulePeriodically(payload(payloads), 1, 1, TimeUnit.HOURS));
        kept.add(scheduler.scheduleDirect(payload(payloads)));
        kept.add(scheduler.scheduleDirect(payload(payloads), 1, TimeUnit.HOURS));
        kept.add(scheduler.schedulePeriodicallyDirect(payload(payloads), 0, 1, TimeUnit.HOURS));
        second.schedule(payload(payloads));
        second.schedule(payload(payloads), 1, TimeUnit.HOURS);
        second.schedulePeriodically(payload(payloads), 0, 0, TimeUnit.HOURS);
      }
      kept.forEach(Disposable::dispose);
      second.dispose();
      assertCollected(payloads);
    }
    assertEquals(60, kept.size());
  }

  @Test
  void tasksThatHaveRunAreCollectable() throws Exception {
    List<WeakReference<Runnable>> payloads = new ArrayList<>();
    List<Disposable> kept = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      kept.add(worker.schedule(payload(payloads)));
      kept.add(worker.schedule(payload(payloads), 1, TimeUnit.MICROSECONDS));
      kept.add(scheduler.scheduleDirect(payload(payloads)));
      kept.add(scheduler.scheduleDirect(payload(payloads), 1, TimeUnit.MICROSECONDS));
    }
    later();
    assertCollected(payloads);
    assertEquals(40, kept.size());
  }

  @Test
  void submissionsThatRaceWithDisposalNeitherRunAfterwardsNorLeak() throws Exception {
    List<WeakReference<Runnable>> payloads = new ArrayList<>();
    try (Pause paused = pause()) {
      assertNotNull(paused);
      for (int round = 0; round < MANY; round++) {
        Scheduler.Worker raced = scheduler.createWorker();
        CountDownLatch go = new CountDownLatch(1);
        Thread disposer =
            new Thread(() -> {
              awaitUninterruptibly(go);
              raced.dispose();
            });
        disposer.start();
        go.countDown();
        for (int i = 0; i < 10; i++) {
          raced.schedule(payload(payloads));
          raced.schedule(payload(payloads), 1, TimeUnit.HOURS);
          raced.schedulePeriodically(payload(payloads), 1, 1, TimeUnit.HOURS);
        }
        joinUninterruptibly(disposer);
        if (round % 100 == 99) {
          assertCollected(payloads);
          payloads.clear();
        }
      }
    }
    fence();
  }

  @Test
  void aFarDelayNeitherFiresNorDisturbsOthers() throws Exception {
    List<Disposable> far = new ArrayList<>();
    for (TimeUnit unit : TimeUnit.values()) {
      far.add(worker.schedule(() -> fail("early"), Long.MAX_VALUE, unit));
      far.add(scheduler.scheduleDirect(() -> fail("early"), Long.MAX_VALUE, unit));
      far.add(
          worker.schedulePeriodically(() -> fail("early"), Long.MAX_VALUE, Long.MAX_VALUE, unit));
      far.add(
          scheduler.schedulePeriodicallyDirect(
              () -> fail("early"), Long.MAX_VALUE - 1, Long.MAX_VALUE, unit));
    }
    AtomicInteger ticks = new AtomicInteger();
    far.add(worker.schedulePeriodically(ticks::incrementAndGet, 0, Long.MAX_VALUE, TimeUnit.DAYS));
    later();
    later();
    assertEquals(1, ticks.get());
    for (Disposable d : far) {
      assertFalse(d.isDisposed());
      d.dispose();
    }
    later();
  }

  @Test
  void aTaskThatThrowsIsReportedOnceAndItsWorkerGoesOn() throws Exception {
    for (Throwable failure :
        List.of(
            new RuntimeException("exception"),
            new Error("error"),
            new StackOverflowError("overflow"),
            new LinkageError("linkage"))) {
      Runnable failing = throwing(failure);
      worker.schedule(failing);
      fence();
      assertReportedOnce(failure);
      CountDownLatch done = new CountDownLatch(1);
      worker.schedule(failing, 1, TimeUnit.MICROSECONDS);
      worker.schedule(done::countDown, 2, TimeUnit.MILLISECONDS);
      await(done);
      assertReportedOnce(failure);
      scheduler.scheduleDirect(failing);
      fence();
      assertReportedOnce(failure);
      scheduler.scheduleDirect(failing, 1, TimeUnit.MICROSECONDS);
      later();
      assertReportedOnce(failure);
    }
    assertFalse(worker.isDisposed());
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullTasksAreRefused() {
    assertNullRefused(() -> worker.schedule(null));
    assertNullRefused(() -> worker.schedule(null, 1, TimeUnit.SECONDS));
    assertNullRefused(() -> worker.schedulePeriodically(null, 1, 1, TimeUnit.SECONDS));
    assertNullRefused(() -> scheduler.scheduleDirect(null));
    assertNullRefused(() -> scheduler.scheduleDirect(null, 1, TimeUnit.SECONDS));
    assertNullRefused(() -> scheduler.schedulePeriodicallyDirect(null, 1, 1, TimeUnit.SECONDS));
  }

  private static void assertNullRefused(org.junit.jupiter.api.function.Executable call) {
    assertEquals("run is null", assertThrows(NullPointerException.class, call).getMessage());
  }

  @Test
  void theScheduleHookIsCalledOncePerSubmission() throws Exception {
    AtomicInteger hooked = new AtomicInteger();
    RxJavaPlugins.setScheduleHandler(run -> {
      hooked.incrementAndGet();
      return run;
    });
    CountDownLatch done = new CountDownLatch(5);
    List<Disposable> periodic = new ArrayList<>();
    worker.schedule(done::countDown);
    assertEquals(1, hooked.getAndSet(0));
    worker.schedule(done::countDown, 1, TimeUnit.MILLISECONDS);
    assertEquals(1, hooked.getAndSet(0));
    worker.schedule(done::countDown, -1, TimeUnit.MILLISECONDS);
    assertEquals(1, hooked.getAndSet(0));
    scheduler.scheduleDirect(done::countDown);
    assertEquals(1, hooked.getAndSet(0));
    scheduler.scheduleDirect(done::countDown, 1, TimeUnit.MILLISECONDS);
    assertEquals(1, hooked.getAndSet(0));
    await(done);
    CountDownLatch ticks = new CountDownLatch(6);
    periodic.add(worker.schedulePeriodically(ticks::countDown, 1, 1, TimeUnit.MILLISECONDS));
    assertEquals(1, hooked.get());
    periodic.add(
        scheduler.schedulePeriodicallyDirect(ticks::countDown, 0, 1, TimeUnit.MILLISECONDS));
    assertEquals(2, hooked.get());
    await(ticks);
    assertEquals(2, hooked.get());
    periodic.forEach(Disposable::dispose);
  }

  @Test
  void whatTheScheduleHookAnswersIsWhatRuns() throws Exception {
    List<String> ran = new ArrayList<>();
    RxJavaPlugins.setScheduleHandler(run ->
        () -> {
          ran.add("hook");
          run.run();
        });
    worker.schedule(() -> ran.add("task"));
    CountDownLatch done = new CountDownLatch(1);
    worker.schedule(done::countDown);
    await(done);
    assertEquals(List.of("hook", "task", "hook"), ran);
  }

  @Test
  void disposablesShowTheirTask() throws Exception {
    Runnable task = () -> {};
    Runnable decorated = () -> {};
    for (boolean hook : new boolean[] {false, true}) {
      RxJavaPlugins.setScheduleHandler(hook ? run -> run == task ? decorated : run : null);
      Runnable expected = hook ? decorated : task;
      try (Pause paused = pause()) {
        assertNotNull(paused);
        for (Disposable d :
            List.of(
                worker.schedule(task),
                worker.schedule(task, 1, TimeUnit.HOURS),
                worker.schedulePeriodically(task, 1, 1, TimeUnit.HOURS),
                scheduler.scheduleDirect(task),
                scheduler.scheduleDirect(task, 1, TimeUnit.HOURS),
                scheduler.schedulePeriodicallyDirect(task, 1, 1, TimeUnit.HOURS))) {
          SchedulerRunnableIntrospection shown =
              assertInstanceOf(SchedulerRunnableIntrospection.class, d);
          assertSame(expected, shown.getWrappedRunnable());
          assertTrue(d.toString().contains(expected.toString()), d::toString);
          d.dispose();
          assertNotNull(shown.getWrappedRunnable());
          assertNotSame(expected, shown.getWrappedRunnable());
          shown.getWrappedRunnable().run();
        }
      }
    }
  }

  @Test
  void schedulerAndWorkerAgreeAboutTheTime() {
    for (TimeUnit unit : TimeUnit.values()) {
      long before = scheduler.now(unit);
      long inWorker = worker.now(unit);
      long after = scheduler.now(unit);
      assertTrue(before <= inWorker && inWorker <= after, unit::toString);
    }
  }

  /** Waits until everything that was submitted without delay has run. */
  private void fence() throws Exception {
    CountDownLatch done = new CountDownLatch(2);
    // The second one: for what those that ran before the first one submitted.
    scheduler.scheduleDirect(() -> {
      done.countDown();
      scheduler.scheduleDirect(done::countDown);
    });
    await(done);
  }

  /** Waits until everything has run that was to run within 5 ms. */
  private void later() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    scheduler.scheduleDirect(done::countDown, 5, TimeUnit.MILLISECONDS);
    await(done);
    fence();
  }

  private void assertReportedOnce(Throwable expected) {
    Throwable reported = errors.poll();
    assertNotNull(reported, "Nothing was reported");
    assertTrue(
        reported == expected || reported.getCause() == expected,
        () -> "Something else was reported: " + reported);
    assertNull(errors.poll(), "Reported twice");
  }

  private static Runnable payload(List<WeakReference<Runnable>> payloads) {
    byte[] content = new byte[16];
    Runnable payload = () -> content[0]++;
    payloads.add(new WeakReference<>(payload));
    return payload;
  }

  private static void assertCollected(List<WeakReference<Runnable>> payloads) {
    for (int attempt = 0; attempt < 50; attempt++) {
      System.gc();
      if (payloads.stream().allMatch(reference -> reference.refersTo(null))) {
        return;
      }
    }
    fail(
        payloads.stream().filter(reference -> !reference.refersTo(null)).count()
            + " of "
            + payloads.size()
            + " tasks are still referred to");
  }

  private static Runnable counting(CountDownLatch latch, Runnable task) {
    return () -> {
      task.run();
      latch.countDown();
    };
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    for (; ; ) {
      try {
        if (!latch.await(60, TimeUnit.SECONDS)) {
          throw new AssertionError("Nothing happened for a minute");
        }
        return;
      } catch (InterruptedException e) {
        // Once more: the flag that it cleared is what some of these tests look for.
        throw new AssertionError("A task was interrupted", e);
      }
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("A task was interrupted", e);
    }
  }

  private static Runnable throwing(Throwable failure) {
    return () -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    };
  }
}
