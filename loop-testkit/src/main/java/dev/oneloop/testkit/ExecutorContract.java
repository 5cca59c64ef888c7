package dev.oneloop.testkit;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What libraries that are given a {@link ScheduledExecutorService} rely on, as tests, if it is one
 * that runs a single task at a time. The measure is a {@code ScheduledThreadPoolExecutor} with one
 * thread and with {@code setRemoveOnCancelPolicy(true)}, which passes. Whoever brings another one
 * extends this class and says how it is made; if nobody drives it, also how to drive it, in {@link
 * #await}:
 *
 * <pre>{@code
 * class MyExecutorTest extends ExecutorContract {
 *   @Override
 *   protected ScheduledExecutorService newExecutor() {
 *     return new MyExecutor();
 *   }
 * }
 * }</pre>
 *
 * <p>The tests go by the executor's own idea of time, real or virtual, and neither sleep nor
 * measure. What becomes of the failures of tasks given to {@code execute} is not their affair.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public abstract class ExecutorContract {
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private ScheduledExecutorService executor;

  /** For subclasses. */
  protected ExecutorContract() {}

  /** Makes the executor under test, ready for use; called once for each test. */
  protected abstract ScheduledExecutorService newExecutor() throws Exception;

  /**
   * Waits for tasks of the executor. One that somebody drives need not override this; one that is
   * driven by its caller is driven here, by the test's thread, until the latch is open.
   */
  protected void await(CountDownLatch done) throws Exception {
    LoopFixture.awaitDriven(done, executor);
  }

  /**
   * Ends the executor, and whatever drives it, after a test. The standard calls {@link
   * ScheduledExecutorService#shutdownNow()}.
   */
  protected void close(ScheduledExecutorService ended) throws Exception {
    ended.shutdownNow();
  }

  @BeforeEach
  final void makeExecutor() throws Exception {
    executor = newExecutor();
  }

  @AfterEach
  final void closeExecutor() throws Exception {
    close(executor);
  }

  @Test
  void tasksWithoutDelayRunInTheOrderOfTheirSubmission() throws Exception {
    executor.execute(() -> ran.add("execute"));
    executor.schedule(() -> ran.add("zero"), 0, SECONDS);
    executor.submit(() -> ran.add("submit"));
    executor.schedule(() -> ran.add("negative"), -1, DAYS);
    executor.schedule(() -> ran.add("least"), Long.MIN_VALUE, DAYS);
    executor.execute(() -> ran.add("last"));
    awaitAllSubmitted();
    assertEquals(List.of("execute", "zero", "submit", "negative", "least", "last"), ran);
  }

  @Test
  void aTaskThatATaskSubmitsRunsAfterIt() throws Exception {
    onExecutor(() -> {
      executor.execute(() -> ran.add("inner"));
      executor.submit(() -> ran.add("second"));
      ran.add("outer");
    });
    awaitAllSubmitted();
    assertEquals(List.of("outer", "inner", "second"), ran);
  }

  @Test
  void tasksOfManyThreadsNeverOverlapAndKeepTheOrderOfEachThread() throws Exception {
    int each = 1000;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    List<List<Integer>> numbers = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Executable> producers = new ArrayList<>();
    for (List<Integer> mine : numbers) {
      producers.add(() -> {
        for (int i = 0; i < each; i++) {
          int number = i;
          executor.execute(() -> {
            overlaps.addAndGet(inside.getAndIncrement());
            mine.add(number);
            inside.decrementAndGet();
          });
        }
      });
    }
    inParallel(producers.toArray(Executable[]::new));
    awaitAllSubmitted();
    assertEquals(0, overlaps.get());
    for (List<Integer> mine : numbers) {
      assertEquals(EventLoopContract.upTo(each), mine);
    }
  }

  @Test
  void timersRunInTheOrderOfTheirDeadlinesThenOfTheirSubmission() throws Exception {
    CountDownLatch all = new CountDownLatch(6);
    List<Map.Entry<ScheduledFuture<?>, String>> timers = new ArrayList<>();
    onExecutor(() -> {
      timers.add(Map.entry(executor.schedule(() -> ran(all, "last"), 20, MILLISECONDS), "last"));
      for (int i = 0; i < 4; i++) {
        String name = "equal " + i;
        timers.add(Map.entry(executor.schedule(() -> ran(all, name), 10, MILLISECONDS), name));
      }
      timers.add(Map.entry(executor.schedule(() -> ran(all, "first"), 1, MICROSECONDS), "first"));
    });
    await(all);
    // On a machine that stalls between two of them, the deadlines are in another order than here.
    timers.sort(Map.Entry.comparingByKey());
    assertEquals(timers.stream().map(Map.Entry::getValue).toList(), ran);
  }

  @Test
  void noTaskIsEarly() throws Exception {
    CountDownLatch all = new CountDownLatch(200);
    List<Long> early = Collections.synchronizedList(new ArrayList<>());
    onExecutor(() -> {
      for (int i = 0; i < 200; i++) {
        AtomicReference<ScheduledFuture<?>> self = new AtomicReference<>();
        // They run after this task, so each finds itself there.
        self.set(
            executor.schedule(
                () -> {
                  long left = self.get().getDelay(NANOSECONDS);
                  if (left > 0) {
                    early.add(left);
                  }
                  all.countDown();
                },
                i * 7_919L,
                NANOSECONDS));
      }
    });
    await(all);
    assertEquals(List.of(), early);
  }

  @Test
  void scheduledFuturesTellTheirDelayAndCompareByIt() throws Exception {
    onExecutor(() -> {
      ScheduledFuture<?> late = executor.schedule(() -> {}, 2, HOURS);
      ScheduledFuture<?> early = executor.schedule(() -> {}, 1, HOURS);
      ScheduledFuture<?> later = executor.schedule(() -> {}, 2, HOURS);
      assertTrue(early.compareTo(late) < 0);
      assertTrue(late.compareTo(later) < 0);
      assertTrue(later.compareTo(early) > 0);
      assertTrue(early.getDelay(MILLISECONDS) <= HOURS.toMillis(1));
      assertTrue(early.getDelay(SECONDS) > 0);
    });
  }

  @Test
  void theLongestDelaysNeitherOverflowNorDisturbOthers() throws Exception {
    List<ScheduledFuture<?>> far = new ArrayList<>();
    far.add(executor.schedule(() -> ran.add("early"), Long.MAX_VALUE, NANOSECONDS));
    far.add(executor.schedule(() -> ran.add("early"), Long.MAX_VALUE, DAYS));
    far.add(
        executor.scheduleAtFixedRate(
            () -> ran.add("early"), Long.MAX_VALUE, Long.MAX_VALUE, SECONDS));
    far.add(executor.scheduleWithFixedDelay(() -> ran.add("once"), 0, Long.MAX_VALUE, SECONDS));
    CountDownLatch soon = new CountDownLatch(1);
    executor.schedule(soon::countDown, 1, MILLISECONDS);
    await(soon);
    awaitAllSubmitted();
    assertEquals(List.of("once"), ran);
    for (ScheduledFuture<?> future : far) {
      assertFalse(future.isDone());
      assertTrue(future.cancel(false));
    }
  }

  @Test
  void futuresHaveTheResultsOfTheirTasks() throws Exception {
    RuntimeException thrown = new RuntimeException("expected by a test");
    Future<Integer> called = executor.submit(() -> 1);
    Future<String> given = executor.submit(() -> {}, "given");
    Future<?> none = executor.submit(() -> {});
    Future<Integer> later = executor.schedule(() -> 2, 1, MILLISECONDS);
    Future<Object> failed =
        executor.submit(() -> {
          throw thrown;
        });
    Future<Object> failedLater =
        executor.schedule(
            () -> {
              throw new AssertionError("expected by a test");
            },
            1,
            MILLISECONDS);
    inParallel(() -> {
      assertEquals(1, called.get());
      assertEquals("given", given.get());
      assertEquals(null, none.get());
      assertEquals(2, later.get(LoopFixture.PATIENCE_SECONDS, SECONDS));
      assertSame(thrown, assertThrows(ExecutionException.class, failed::get).getCause());
      assertInstanceOf(
          AssertionError.class,
          assertThrows(ExecutionException.class, failedLater::get).getCause());
    });
    assertTrue(failed.isDone());
    assertFalse(failed.isCancelled());
  }

  @Test
  void aTaskThatThrowsDoesNotStopTheNextOne() throws Exception {
    executor.execute(() -> {
      throw new IllegalStateException("expected by a test");
    });
    executor.execute(() -> ran.add("next"));
    awaitAllSubmitted();
    assertEquals(List.of("next"), ran);
  }

  @Test
  void waitingForATaskWithATimeoutEnds() throws Exception {
    Future<?> far = executor.schedule(() -> {}, 1, HOURS);
    inParallel(() -> assertThrows(TimeoutException.class, () -> far.get(0, SECONDS)));
    assertFalse(far.isDone());
  }

  @Test
  void completableFuturesRunOnIt() throws Exception {
    CompletableFuture<Integer> future =
        CompletableFuture.supplyAsync(() -> 20, executor).thenApplyAsync(x -> x + 1, executor);
    inParallel(() -> assertEquals(21, future.get()));
  }

  @Test
  void whatIsCancelledBeforeItStartsDoesNotRun() throws Exception {
    onExecutor(() -> {
      for (Future<?> future :
          List.of(
              executor.submit(() -> ran.add("submitted")),
              executor.schedule(() -> ran.add("scheduled"), 1, MILLISECONDS),
              executor.scheduleAtFixedRate(() -> ran.add("rate"), 0, 1, MILLISECONDS),
              executor.scheduleWithFixedDelay(() -> ran.add("delay"), 1, 1, MILLISECONDS))) {
        assertFalse(future.isCancelled());
        assertTrue(future.cancel(true));
        assertFalse(future.cancel(true));
        assertTrue(future.isCancelled());
        assertTrue(future.isDone());
        assertThrows(CancellationException.class, future::get);
      }
    });
    pass();
    assertEquals(List.of(), ran);
  }

  @Test
  void whatIsCancelledIsLetGoOf() throws Exception {
    List<WeakReference<Runnable>> tasks = new ArrayList<>();
    List<Future<?>> futures = new ArrayList<>();
    onExecutor(() -> {
      futures.add(executor.schedule(payload(tasks), 1, HOURS));
      futures.add(executor.scheduleAtFixedRate(payload(tasks), 1, 1, HOURS));
      futures.add(executor.submit(payload(tasks)));
    });
    futures.forEach(future -> future.cancel(false));
    pass();
    tasks.forEach(LoopFixture::assertCollected);
    assertEquals(3, futures.size());
  }

  private Runnable payload(List<WeakReference<Runnable>> tasks) {
    byte[] content = new byte[16];
    Runnable payload = () -> content[0]++;
    tasks.add(new WeakReference<>(payload));
    return payload;
  }

  @Test
  void theTaskAfterOneThatIsCancelledIsNotInterrupted() throws Exception {
    AtomicReference<Future<?>> self = new AtomicReference<>();
    CountDownLatch next = new CountDownLatch(1);
    onExecutor(() -> {
      self.set(executor.submit(() -> self.get().cancel(true)));
      executor.execute(() -> {
        ran.add(Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted");
        next.countDown();
      });
    });
    await(next);
    assertEquals(List.of("not interrupted"), ran);
  }

  @Test
  void periodicTasksRepeatUntilTheyAreCancelled() throws Exception {
    for (boolean atFixedRate : new boolean[] {true, false}) {
      AtomicInteger runs = new AtomicInteger();
      AtomicReference<ScheduledFuture<?>> self = new AtomicReference<>();
      CountDownLatch third = new CountDownLatch(3);
      Runnable task =
          () -> {
            if (runs.incrementAndGet() == 3) {
              self.get().cancel(false);
            }
            third.countDown();
          };
      onExecutor(() -> self.set(periodic(atFixedRate, task)));
      await(third);
      pass();
      assertEquals(3, runs.get());
      assertTrue(self.get().isCancelled());
    }
  }

  @Test
  void aPeriodicTaskThatThrowsEnds() throws Exception {
    for (boolean atFixedRate : new boolean[] {true, false}) {
      AtomicInteger runs = new AtomicInteger();
      IllegalStateException thrown = new IllegalStateException("expected by a test");
      ScheduledFuture<?> future =
          periodic(
              atFixedRate,
              () -> {
                if (runs.incrementAndGet() == 2) {
                  throw thrown;
                }
              });
      inParallel(
          () -> assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause()));
      pass();
      assertEquals(2, runs.get());
    }
  }

  private ScheduledFuture<?> periodic(boolean atFixedRate, Runnable task) {
    return atFixedRate
        ? executor.scheduleAtFixedRate(task, 1, 1, MILLISECONDS)
        : executor.scheduleWithFixedDelay(task, 1, 1, MILLISECONDS);
  }

  @Test
  void periodsMustBePositive() {
    for (long period : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> executor.scheduleAtFixedRate(() -> {}, 0, period, SECONDS));
      assertThrows(
          IllegalArgumentException.class,
          () -> executor.scheduleWithFixedDelay(() -> {}, 0, period, SECONDS));
    }
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  void nullsAreRefused() {
    List<Executable> calls =
        List.of(
            () -> executor.execute(null),
            () -> executor.submit((Runnable) null),
            () -> executor.submit((Callable<Object>) null),
            () -> executor.schedule((Runnable) null, 1, SECONDS),
            () -> executor.schedule((Callable<Object>) null, 1, SECONDS),
            () -> executor.schedule(() -> {}, 1, null),
            () -> executor.scheduleAtFixedRate(null, 1, 1, SECONDS),
            () -> executor.scheduleAtFixedRate(() -> {}, 1, 1, null),
            () -> executor.scheduleWithFixedDelay(null, 1, 1, SECONDS),
            () -> executor.scheduleWithFixedDelay(() -> {}, 1, 1, null));
    for (int i = 0; i < calls.size(); i++) {
      assertThrows(NullPointerException.class, calls.get(i), "call " + i);
    }
  }

  @Test
  void manyTasksCanBeInvokedAtOnce() throws Exception {
    inParallel(() -> {
      List<Future<Integer>> all =
          executor.invokeAll(List.<Callable<Integer>>of(() -> 1, this::failing, () -> 3));
      assertEquals(1, all.get(0).get());
      assertThrows(ExecutionException.class, () -> all.get(1).get());
      assertEquals(3, all.get(2).get());
      assertEquals(2, executor.invokeAny(List.<Callable<Integer>>of(this::failing, () -> 2)));
      assertThrows(
          ExecutionException.class,
          () -> executor.invokeAny(List.<Callable<Integer>>of(this::failing)));
      assertEquals(List.of(), executor.invokeAll(List.<Callable<Integer>>of()));
      assertThrows(
          IllegalArgumentException.class, () -> executor.invokeAny(List.<Callable<Integer>>of()));
    });
  }

  @Test
  void whatIsInvokedWithoutTimeIsCancelled() throws Exception {
    inParallel(() -> {
      List<Callable<Boolean>> tasks = List.of(() -> ran.add("1"), () -> ran.add("2"));
      for (Future<Boolean> future : executor.invokeAll(tasks, 0, SECONDS)) {
        assertTrue(future.isCancelled());
      }
    });
    pass();
    assertEquals(List.of(), ran);
  }

  private int failing() {
    throw new IllegalStateException("expected by a test");
  }

  @Test
  void afterShutdownEverySubmissionIsRejected() throws Exception {
    assertFalse(executor.isShutdown());
    executor.shutdown();
    executor.shutdown();
    assertTrue(executor.isShutdown());
    List<Executable> calls =
        List.of(
            () -> executor.execute(() -> {}),
            () -> executor.submit(() -> {}),
            () -> executor.submit(() -> 1),
            () -> executor.schedule(() -> {}, 0, SECONDS),
            () -> executor.schedule(() -> 1, 1, SECONDS),
            () -> executor.scheduleAtFixedRate(() -> {}, 1, 1, SECONDS),
            () -> executor.scheduleWithFixedDelay(() -> {}, 1, 1, SECONDS),
            () -> executor.invokeAll(List.<Callable<Integer>>of(() -> 1)),
            () -> CompletableFuture.runAsync(() -> {}, executor));
    inParallel(() -> {
      for (int i = 0; i < calls.size(); i++) {
        assertThrows(RejectedExecutionException.class, calls.get(i), "call " + i);
      }
    });
    awaitTermination();
  }

  @Test
  void whatWasAcceptedBeforeShutdownRunsButPeriodicTasksEnd() throws Exception {
    AtomicReference<Future<?>> periodic = new AtomicReference<>();
    onExecutor(() -> {
      executor.execute(() -> ran.add("ready"));
      executor.schedule(() -> ran.add("delayed"), 1, MILLISECONDS);
      periodic.set(executor.scheduleAtFixedRate(() -> ran.add("periodic"), 1, 1, MILLISECONDS));
      executor.shutdown();
      assertFalse(executor.isTerminated());
      assertFalse(executor.awaitTermination(0, SECONDS));
    });
    awaitTermination();
    // On a machine that stalls for as long, the delayed one comes first.
    assertEquals(List.of("delayed", "ready"), ran.stream().sorted().toList());
    assertTrue(periodic.get().isCancelled());
  }

  @Test
  void cancelledTimersDoNotDelayTheEnd() throws Exception {
    Future<?> far = executor.schedule(() -> {}, 1, HOURS);
    executor.shutdown();
    assertTrue(far.cancel(false));
    awaitTermination();
  }

  @Test
  void shutdownNowReturnsWhatHasNotRun() throws Exception {
    List<Runnable> left = new ArrayList<>();
    AtomicReference<List<Future<?>>> futures = new AtomicReference<>();
    onExecutor(() -> {
      futures.set(
          List.of(
              executor.submit(() -> ran.add("submitted")),
              executor.schedule(() -> ran.add("delayed"), 1, MILLISECONDS),
              executor.scheduleAtFixedRate(() -> ran.add("periodic"), 2, 2, MILLISECONDS)));
      left.addAll(executor.shutdownNow());
    });
    awaitTermination();
    assertEquals(futures.get(), left);
    assertEquals(List.of(), ran);
  }

  @Test
  void whateverIsAcceptedWhileItShutsDownRuns() throws Exception {
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger executed = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(500);
    Executable producer =
        () -> {
          try {
            for (; ; ) {
              executor.execute(executed::incrementAndGet);
              accepted.incrementAndGet();
              started.countDown();
            }
          } catch (RejectedExecutionException closed) {
            assertTrue(executor.isShutdown());
          }
        };
    LoopFixture.Outcome producers = LoopFixture.start(producer, producer);
    await(started);
    executor.shutdown();
    await(producers.done);
    producers.rethrow();
    awaitTermination();
    assertEquals(accepted.get(), executed.get());
  }

  private void ran(CountDownLatch all, String name) {
    ran.add(name);
    all.countDown();
  }

  /** Runs something in a task of the executor, and throws here what it throws there. */
  private void onExecutor(Executable body) throws Exception {
    LoopFixture.Outcome outcome = new LoopFixture.Outcome(1);
    executor.execute(() -> outcome.run(body));
    await(outcome.done);
    outcome.rethrow();
  }

  /** Runs each body on a thread of its own, and lets the executor go on meanwhile. */
  private void inParallel(Executable... bodies) throws Exception {
    LoopFixture.Outcome outcome = LoopFixture.start(bodies);
    await(outcome.done);
    outcome.rethrow();
  }

  private void awaitAllSubmitted() throws Exception {
    CountDownLatch last = new CountDownLatch(1);
    executor.execute(last::countDown);
    await(last);
  }

  /** Waits until everything has run that was to run within 5 ms. */
  private void pass() throws Exception {
    CountDownLatch passed = new CountDownLatch(1);
    executor.schedule(passed::countDown, 5, MILLISECONDS);
    await(passed);
    awaitAllSubmitted();
  }

  private void awaitTermination() throws Exception {
    inParallel(() -> assertTrue(executor.awaitTermination(LoopFixture.PATIENCE_SECONDS, SECONDS)));
    assertTrue(executor.isTerminated());
  }
}
