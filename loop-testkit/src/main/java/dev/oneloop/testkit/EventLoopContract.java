package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import dev.oneloop.Registration;
import dev.oneloop.TimerHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventLoop} promises, as tests. Whoever brings a loop of their own extends this
 * class and says how to make the loop; if nobody drives it, also how to drive it, in {@link
 * #await}:
 *
 * <pre>{@code
 * class MyLoopTest extends EventLoopContract {
 *   @Override
 *   protected EventLoop newLoop(LoopExceptionHandler handler) {
 *     return new MyLoop(handler);
 *   }
 * }
 * }</pre>
 *
 * <p>Loops that implement {@link dev.oneloop.ManagedLoop} or {@link dev.oneloop.ManualLoop} extend
 * {@link ManagedLoopContract} or {@link ManualLoopContract} instead, and hosts {@link
 * HostContract}.
 *
 * <p>The tests neither sleep nor measure time. They work on real and on virtual clocks; a loop in
 * virtual time may move its clock whenever it has nothing to run.
 */
public abstract class EventLoopContract extends LoopFixture {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** For subclasses. */
  protected EventLoopContract() {}

  @Test
  void tasksRunInTheOrderOfTheirSubmission() throws Exception {
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      loop.execute(() -> ran.add(number));
    }
    awaitAllSubmitted();
    assertEquals(upTo(1000), ran);
  }

  @Test
  void tasksOfSeveralThreadsKeepTheOrderOfEachThread() throws Exception {
    int each = 2000;
    List<List<Integer>> ran = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    inParallel(
        () -> submitNumbers(each, ran.get(0)),
        () -> submitNumbers(each, ran.get(1)),
        () -> submitNumbers(each, ran.get(2)));
    awaitAllSubmitted();
    for (List<Integer> numbers : ran) {
      assertEquals(upTo(each), numbers);
    }
  }

  private void submitNumbers(int count, List<Integer> ran) {
    for (int i = 0; i < count; i++) {
      int number = i;
      loop.execute(() -> ran.add(number));
    }
  }

  @Test
  void theOrderHoldsBetweenTheLoopAndOtherThreads() throws Exception {
    List<Integer> ran = new ArrayList<>();
    onLoop(() -> {
      for (int i = 0; i < 100; i += 2) {
        int number = i;
        loop.execute(() -> ran.add(number));
        onOtherThread(() -> loop.execute(() -> ran.add(number + 1)));
      }
    });
    awaitAllSubmitted();
    assertEquals(upTo(100), ran);
  }

  @Test
  void aTaskThatATaskSubmitsRunsAfterIt() throws Exception {
    List<String> ran = new ArrayList<>();
    onLoop(() -> {
      loop.execute(() -> ran.add("inner"));
      ran.add("outer");
    });
    awaitAllSubmitted();
    assertEquals(List.of("outer", "inner"), ran);
  }

  @Test
  void aDelayOfZeroOrLessKeepsItsPlaceAmongTheTasks() throws Exception {
    List<Integer> ran = new ArrayList<>();
    onLoop(() -> submitMixed(ran));
    awaitAllSubmitted();
    submitMixed(ran);
    awaitAllSubmitted();
    assertEquals(List.of(0, 1, 2, 3, 0, 1, 2, 3), ran);
  }

  private void submitMixed(List<Integer> ran) {
    loop.execute(() -> ran.add(0));
    loop.schedule(() -> ran.add(1), Duration.ZERO);
    loop.schedule(() -> ran.add(2), Duration.ofSeconds(-5));
    loop.execute(() -> ran.add(3));
  }

  @Test
  void timersRunInTheOrderOfTheirDeadlines() throws Exception {
    int count = 500;
    List<Integer> order = new ArrayList<>(upTo(count));
    Collections.shuffle(order, new Random(1));
    List<Integer> ran = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(count);
    // From a task, so that none can run before all are there.
    onLoop(() -> {
      long base = now();
      for (int number : order) {
        loop.scheduleAt(base + 10_000L * number, counting(all, () -> ran.add(number)));
      }
    });
    await(all);
    assertEquals(upTo(count), ran);
  }

  @Test
  void timersWithEqualDeadlinesRunInTheOrderOfTheirSubmission() throws Exception {
    int count = 1000;
    List<Integer> ran = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(count);
    long deadline = now() + MILLISECOND.toNanos();
    for (int i = 0; i < count; i++) {
      int number = i;
      loop.scheduleAt(deadline, counting(all, () -> ran.add(number)));
    }
    await(all);
    assertEquals(upTo(count), ran);
  }

  @Test
  void whatATimerSchedulesKeepsItsPlaceAmongEqualDeadlines() throws Exception {
    List<String> ran = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(2);
    onLoop(() -> {
      long due = now();
      loop.scheduleAt(
          due,
          () -> {
            loop.scheduleAt(due, counting(all, () -> ran.add("by the timer")));
            assertDoesNotThrow(() ->
                onOtherThread(() ->
                    loop.scheduleAt(due, counting(all, () -> ran.add("by a thread, later")))));
          });
    });
    await(all);
    assertEquals(List.of("by the timer", "by a thread, later"), ran);
  }

  @Test
  void tasksAndTimersNeverOverlapAndSeeWhatTheOnesBeforeDid() throws Exception {
    int each = 2000;
    AtomicBoolean busy = new AtomicBoolean();
    int[] plain = new int[1];
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(4 * each);
    Runnable task =
        () -> {
          if (!busy.compareAndSet(false, true)) {
            overlaps.incrementAndGet();
          }
          plain[0]++;
          busy.set(false);
          all.countDown();
        };
    inParallel(
        () -> repeat(each, () -> loop.execute(task)),
        () -> repeat(each, () -> loop.execute(task)),
        () -> repeat(each, () -> loop.scheduleAt(now() + 1000, task)),
        () -> repeat(each, () -> loop.schedule(task, Duration.ZERO)));
    await(all);
    assertEquals(0, overlaps.get());
    onLoop(() -> assertEquals(4 * each, plain[0]));
  }

  @Test
  void aTaskSeesWhatHappenedBeforeItsSubmission() throws Exception {
    int[] plain = new int[1];
    for (int i = 1; i <= 500; i++) {
      int expected = i;
      plain[0] = i;
      onLoop(() -> assertEquals(expected, plain[0]));
    }
  }

  @Test
  void aTaskThatResubmitsItselfKeepsNeitherTimersNorOthersWaiting() throws Exception {
    CountDownLatch others = new CountDownLatch(2);
    Runnable greedy =
        new Runnable() {
          @Override
          public void run() {
            if (others.getCount() > 0) {
              loop.execute(this);
            }
          }
        };
    loop.execute(greedy);
    loop.scheduleAt(now(), others::countDown);
    loop.execute(others::countDown);
    await(others);
  }

  @Test
  void aTimerThatReschedulesItselfInThePastKeepsNoTaskWaiting() throws Exception {
    CountDownLatch task = new CountDownLatch(1);
    Runnable greedy =
        new Runnable() {
          @Override
          public void run() {
            if (task.getCount() > 0) {
              loop.scheduleAt(now() - 1, this);
            }
          }
        };
    loop.scheduleAt(now(), greedy);
    loop.execute(task::countDown);
    await(task);
  }

  @Test
  void timersComeInTimeWhileOtherThreadsFloodTheLoop() throws Exception {
    CountDownLatch timer = new CountDownLatch(20);
    Runnable rearm =
        new Runnable() {
          @Override
          public void run() {
            timer.countDown();
            if (timer.getCount() > 0) {
              loop.scheduleAt(now(), this);
            }
          }
        };
    AtomicInteger outstanding = new AtomicInteger();
    Runnable flood =
        () -> {
          while (timer.getCount() > 0) {
            // Bounded, so that a slow loop is not buried.
            if (outstanding.get() < 10_000) {
              outstanding.incrementAndGet();
              loop.execute(outstanding::decrementAndGet);
            }
          }
        };
    loop.scheduleAt(now(), rearm);
    inParallel(flood::run, flood::run);
    assertEquals(0, timer.getCount());
  }

  @Test
  void noTimerStartsBeforeItsDeadline() throws Exception {
    int count = 50;
    ConcurrentLinkedQueue<Long> early = new ConcurrentLinkedQueue<>();
    CountDownLatch all = new CountDownLatch(count);
    Random random = new Random(2);
    for (int i = 0; i < count; i++) {
      long deadline = now() + random.nextInt(5_000_000);
      loop.scheduleAt(
          deadline,
          counting(
              all,
              () -> {
                if (now() - deadline < 0) {
                  early.add(deadline - now());
                }
              }));
    }
    await(all);
    assertEquals(List.of(), List.copyOf(early), "nanoseconds too early");
  }

  @Test
  void aTimerWhoseDeadlineHasPassedRuns() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    loop.scheduleAt(now() - HOUR.toNanos(), ran::countDown);
    onLoop(() -> loop.scheduleAt(now() - 1, ran::countDown));
    await(ran);
  }

  @Test
  void anEarlierTimerDoesNotWaitForALaterOne() throws Exception {
    TimerHandle later = loop.schedule(() -> {}, HOUR);
    // Now the loop may sleep for the later one.
    awaitAllSubmitted();
    CountDownLatch ran = new CountDownLatch(1);
    loop.schedule(ran::countDown, MILLISECOND);
    await(ran);
    assertTrue(later.cancel());
  }

  @Test
  void theHandleTellsTheDeadline() {
    long deadline = now() + HOUR.toNanos();
    TimerHandle handle = loop.scheduleAt(deadline, () -> {});
    assertEquals(deadline, handle.deadline());
    assertTrue(handle.cancel());
    assertEquals(deadline, handle.deadline());
    long before = now();
    TimerHandle relative = loop.schedule(() -> {}, HOUR);
    assertTrue(relative.deadline() - before >= HOUR.toNanos());
    assertTrue(relative.deadline() - now() <= HOUR.toNanos());
    assertTrue(relative.cancel());
  }

  @Test
  void enormousDelaysAreFarAwayAndCanBeCancelled() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    List<Duration> delays =
        List.of(
            Duration.ofDays(100_000),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE));
    onLoop(() -> {
      CountDownLatch soon = new CountDownLatch(1);
      List<TimerHandle> handles = new ArrayList<>();
      for (Duration delay : delays) {
        handles.add(loop.schedule(ran::incrementAndGet, delay));
      }
      loop.execute(soon::countDown);
      loop.execute(() -> handles.forEach(handle -> assertTrue(handle.cancel())));
    });
    awaitAllSubmitted();
    CountDownLatch timer = new CountDownLatch(1);
    loop.schedule(timer::countDown, MILLISECOND);
    await(timer);
    assertEquals(0, ran.get());
  }

  @Test
  void enormousNegativeDelaysAreTheSameAsNone() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    loop.schedule(ran::countDown, Duration.ofSeconds(Long.MIN_VALUE));
    loop.schedule(ran::countDown, Duration.ofNanos(Long.MIN_VALUE));
    await(ran);
  }

  @Test
  void aCancelledTimerDoesNotRun() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    long soon = now() + MILLISECOND.toNanos();
    onLoop(() -> {
      TimerHandle byTheLoop = loop.scheduleAt(soon, ran::incrementAndGet);
      TimerHandle byAThread = loop.scheduleAt(soon, ran::incrementAndGet);
      assertTrue(byTheLoop.cancel());
      onOtherThread(() -> assertTrue(byAThread.cancel()));
      assertTrue(byTheLoop.isCancelled());
      assertTrue(byAThread.isCancelled());
    });
    CountDownLatch later = new CountDownLatch(1);
    loop.scheduleAt(soon, later::countDown);
    await(later);
    assertEquals(0, ran.get());
  }

  @Test
  void onlyTheFirstCancelSucceeds() {
    TimerHandle handle = loop.schedule(() -> {}, HOUR);
    assertFalse(handle.isCancelled());
    assertTrue(handle.cancel());
    assertFalse(handle.cancel());
    assertTrue(handle.isCancelled());
  }

  @Test
  void aTimerThatHasStartedCannotBeCancelled() throws Exception {
    List<Boolean> inside = new ArrayList<>();
    CountDownLatch ran = new CountDownLatch(1);
    TimerHandle[] handle = new TimerHandle[1];
    onLoop(() ->
        handle[0] = loop.scheduleAt(now(), counting(ran, () -> inside.add(handle[0].cancel()))));
    await(ran);
    assertEquals(List.of(false), inside);
    assertFalse(handle[0].cancel());
    assertFalse(handle[0].isCancelled());
  }

  @Test
  void aTimerCancelsItsNeighbourThatIsDueAtTheSameTime() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch last = new CountDownLatch(1);
    TimerHandle[] second = new TimerHandle[1];
    onLoop(() -> {
      long due = now();
      loop.scheduleAt(due, () -> assertTrue(second[0].cancel()));
      second[0] = loop.scheduleAt(due, ran::incrementAndGet);
      loop.scheduleAt(due, last::countDown);
    });
    await(last);
    assertEquals(0, ran.get());
  }

  @Test
  void aSubmissionWithoutDelayCanBeCancelled() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    onLoop(() -> {
      TimerHandle handle = loop.schedule(ran::incrementAndGet, Duration.ZERO);
      assertTrue(handle.cancel());
      assertTrue(handle.isCancelled());
      assertFalse(handle.cancel());
    });
    awaitAllSubmitted();
    assertEquals(0, ran.get());
  }

  @Test
  void eitherTheCancelOrTheStartHappensAndNeverBoth() throws Exception {
    int count = 5000;
    AtomicInteger[] runs = new AtomicInteger[count];
    boolean[] cancelled = new boolean[count];
    inParallel(() -> {
      for (int i = 0; i < count; i++) {
        AtomicInteger run = new AtomicInteger();
        runs[i] = run;
        TimerHandle handle = loop.scheduleAt(now(), run::incrementAndGet);
        if (i % 2 == 0) {
          Thread.onSpinWait();
        }
        cancelled[i] = handle.cancel();
        assertEquals(cancelled[i], handle.isCancelled());
      }
    });
    CountDownLatch last = new CountDownLatch(1);
    loop.scheduleAt(now(), last::countDown);
    await(last);
    awaitAllSubmitted();
    for (int i = 0; i < count; i++) {
      assertEquals(cancelled[i] ? 0 : 1, runs[i].get(), "timer " + i);
    }
  }

  @Test
  void aCancelledTimerLetsGoOfItsTaskAtOnce() {
    assertCollected(scheduleAndCancel());
  }

  private WeakReference<Object> scheduleAndCancel() {
    int[] payload = new int[1];
    assertTrue(loop.schedule(() -> payload[0]++, HOUR).cancel());
    return new WeakReference<>(payload);
  }

  @Test
  void anIdleLoopKeepsNoTaskAlive() throws Exception {
    List<WeakReference<Object>> payloads = new ArrayList<>();
    CountDownLatch ran = new CountDownLatch(2);
    submitWithPayload(payloads, ran);
    await(ran);
    payloads.forEach(LoopFixture::assertCollected);
  }

  private void submitWithPayload(List<WeakReference<Object>> payloads, CountDownLatch ran) {
    int[] ofTimer = new int[1];
    int[] ofTask = new int[1];
    loop.scheduleAt(now(), counting(ran, () -> ofTimer[0]++));
    loop.execute(counting(ran, () -> ofTask[0]++));
    payloads.add(new WeakReference<>(ofTimer));
    payloads.add(new WeakReference<>(ofTask));
  }

  @Test
  void whatATaskThrowsIsReportedAndTheNextTaskRuns() throws Exception {
    RuntimeException thrown = new RuntimeException("thrown by the test");
    List<String> ran = new ArrayList<>();
    loop.execute(() -> ran.add("before"));
    loop.execute(() -> {
      throw thrown;
    });
    loop.execute(() -> ran.add("after"));
    awaitAllSubmitted();
    assertEquals(List.of("before", "after"), ran);
    assertReported(thrown);
  }

  @Test
  void whatATimerThrowsIsReportedAndTheNextTimerRuns() throws Exception {
    Error thrown = new AssertionError("thrown by the test");
    CountDownLatch after = new CountDownLatch(1);
    onLoop(() -> {
      long due = now();
      loop.scheduleAt(
          due,
          () -> {
            throw thrown;
          });
      loop.scheduleAt(due, after::countDown);
    });
    await(after);
    assertReported(thrown);
  }

  @Test
  void anOverflowOfTheStackIsAFailureLikeAnyOther() throws Exception {
    loop.execute(EventLoopContract::overflow);
    awaitAllSubmitted();
    List<LoopFailure> reported = takeFailures();
    assertEquals(1, reported.size());
    assertTrue(reported.get(0).throwable() instanceof StackOverflowError);
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static int overflow() {
    return overflow() + 1;
  }

  @Test
  void aHandlerThatThrowsHarmsNeitherTheReporterNorTheLoop() throws Exception {
    RuntimeException byTask = new RuntimeException("thrown by the task");
    RuntimeException direct = new RuntimeException("reported by the test");
    List<Throwable> standard = Collections.synchronizedList(new ArrayList<>());
    Thread.UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> standard.add(e));
    try {
      handlerThrows = true;
      loop.report(LoopFailure.of("Direct", direct));
      loop.execute(() -> {
        throw byTask;
      });
      awaitAllSubmitted();
    } finally {
      handlerThrows = false;
      Thread.setDefaultUncaughtExceptionHandler(previous);
    }
    assertEquals(
        List.of(direct, byTask), takeFailures().stream().map(LoopFailure::throwable).toList());
    assertEquals(List.of(direct, byTask), standard, "what the standard handler was told");
  }

  @Test
  void aReportReachesTheHandler() {
    LoopFailure failure =
        new LoopFailure("By the test", new Exception("reported"), this, new Exception("origin"));
    loop.report(failure);
    assertEquals(List.of(failure), takeFailures());
  }

  private void assertReported(Throwable thrown) {
    List<LoopFailure> reported = takeFailures();
    assertEquals(1, reported.size(), reported::toString);
    assertSame(thrown, reported.get(0).throwable());
    assertFalse(reported.get(0).message().isBlank());
  }

  @Test
  void onlyTasksAndTimersAreOnTheLoop() throws Exception {
    CountDownLatch timer = new CountDownLatch(1);
    List<Boolean> inTimer = new ArrayList<>();
    onLoop(() -> {
      assertTrue(loop.inEventLoop());
      assertTrue(loop.isLoopThread());
      loop.checkInEventLoop();
      onOtherThread(() -> assertFalse(loop.inEventLoop()));
      loop.scheduleAt(now(), counting(timer, () -> inTimer.add(loop.inEventLoop())));
    });
    await(timer);
    assertEquals(List.of(true), inTimer);
    onOtherThread(() -> assertFalse(loop.inEventLoop()));
  }

  @Test
  void aCallFromTheWrongThreadNamesLoopAndThread() throws Exception {
    onOtherThread(() -> {
      Exception e = assertThrows(IllegalStateException.class, () -> loop.checkInEventLoop());
      assertNames(e, loop.toString(), Thread.currentThread().getName());
    });
  }

  @Test
  void blockingTheLoopOnItselfFailsAtOnce() throws Exception {
    onLoop(() -> {
      Exception e =
          assertThrows(BlockedLoopException.class, () -> loop.checkMayBlock("the harvest"));
      assertNames(e, loop.toString(), Thread.currentThread().getName(), "the harvest");
    });
    onOtherThread(() -> loop.checkMayBlock("the harvest"));
  }

  @Test
  void runningAtOnceIsForTheLoopAndNotWithoutEnd() throws Exception {
    onOtherThread(() -> assertFalse(loop.tryRunNow()));
    onLoop(() -> assertTrue(loop.tryRunNow()));
  }

  @Test
  void anAttachmentIsMadeOnce() {
    AtomicInteger made = new AtomicInteger();
    List<?> first =
        loop.attachment(
            ArrayList.class,
            of -> {
              assertSame(loop, of);
              made.incrementAndGet();
              return new ArrayList<>();
            });
    assertSame(first, loop.attachment(ArrayList.class, of -> new ArrayList<>()));
    assertEquals(1, made.get());
    assertNotNull(loop.attachment(AtomicInteger.class, of -> made));
  }

  @Test
  void nullsAreRefusedAtOnce() throws Exception {
    assertThrows(NullPointerException.class, () -> loop.execute(none()));
    assertThrows(NullPointerException.class, () -> loop.scheduleAt(now(), none()));
    assertThrows(NullPointerException.class, () -> loop.schedule(none(), HOUR));
    assertThrows(NullPointerException.class, () -> loop.schedule(none(), Duration.ZERO));
    assertThrows(NullPointerException.class, () -> loop.schedule(() -> {}, none()));
    assertThrows(NullPointerException.class, () -> loop.onShutdown(none()));
    onLoop(() -> {
      assertThrows(NullPointerException.class, () -> loop.execute(none()));
      assertThrows(NullPointerException.class, () -> loop.scheduleAt(now(), none()));
    });
    awaitAllSubmitted();
  }

  @Test
  void aClosedLoopRejectsWhatIsSubmitted() throws Exception {
    assertFalse(loop.isShutdown());
    awaitAllSubmitted();
    close(loop);
    assertTrue(loop.isShutdown());
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    assertThrows(RejectedExecutionException.class, () -> loop.schedule(() -> {}, Duration.ZERO));
    assertThrows(RejectedExecutionException.class, () -> loop.schedule(() -> {}, HOUR));
    assertThrows(RejectedExecutionException.class, () -> loop.scheduleAt(now(), () -> {}));
    close(loop);
  }

  @Test
  void closingCancelsTimersAndLetsGoOfThem() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    TimerHandle handle = loop.schedule(ran::incrementAndGet, Duration.ofDays(100_000));
    awaitAllSubmitted();
    close(loop);
    assertTrue(handle.isCancelled());
    assertFalse(handle.cancel());
    assertEquals(0, ran.get());
  }

  @Test
  void whateverIsAcceptedWhileTheLoopClosesRuns() throws Exception {
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1000);
    Runnable producer =
        () -> {
          try {
            for (; ; ) {
              loop.execute(ran::incrementAndGet);
              accepted.incrementAndGet();
              started.countDown();
            }
          } catch (RejectedExecutionException closed) {
            assertTrue(loop.isShutdown());
          }
        };
    Outcome producers = start(producer::run, producer::run, producer::run);
    await(started);
    close(loop);
    // They end only because they are rejected.
    assertTrue(producers.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    producers.rethrow();
    assertEquals(accepted.get(), ran.get());
  }

  @Test
  void hooksRunInOrderOnTheLoopWhenItShutsDown() throws Exception {
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    loop.onShutdown(() -> ran.add("first " + loop.inEventLoop() + " " + loop.isShutdown()));
    Registration removed = loop.onShutdown(() -> ran.add("removed"));
    loop.onShutdown(() -> ran.add("second " + loop.inEventLoop() + " " + loop.isShutdown()));
    removed.close();
    removed.close();
    close(loop);
    assertEquals(List.of("first true true", "second true true"), ran);
  }

  @Test
  void whatAHookSubmitsRuns() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    loop.onShutdown(() -> loop.execute(ran::incrementAndGet));
    close(loop);
    assertEquals(1, ran.get());
  }

  @Test
  void aHookThatThrowsIsReportedAndTheNextOneRuns() throws Exception {
    RuntimeException thrown = new RuntimeException("thrown by the hook");
    AtomicInteger ran = new AtomicInteger();
    loop.onShutdown(() -> {
      throw thrown;
    });
    loop.onShutdown(ran::incrementAndGet);
    close(loop);
    assertEquals(1, ran.get());
    assertReported(thrown);
  }

  @Test
  void aHookThatComesTooLateRunsAtOnce() throws Exception {
    close(loop);
    AtomicInteger ran = new AtomicInteger();
    loop.onShutdown(ran::incrementAndGet).close();
    assertEquals(1, ran.get());
  }

  static void assertNames(Throwable e, String... names) {
    String message = e.getMessage();
    assertNotNull(message, "an exception without a message: " + e);
    for (String name : names) {
      assertTrue(message.contains(name), () -> "no '" + name + "' in: " + message);
    }
  }

  static Runnable counting(CountDownLatch latch, Runnable task) {
    return () -> {
      try {
        task.run();
      } finally {
        latch.countDown();
      }
    };
  }

  static void repeat(int times, Runnable body) {
    for (int i = 0; i < times; i++) {
      body.run();
    }
  }

  static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** A null that the compiler does not see. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T none() {
    return null;
  }
}
