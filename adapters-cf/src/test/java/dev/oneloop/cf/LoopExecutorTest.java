package dev.oneloop.cf;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.oneloop.BlockedLoopException;
import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import dev.oneloop.MissedTicks;
import dev.oneloop.VirtualClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The executor on a loop whose clock the test moves. */
@SuppressWarnings("FutureReturnValueIgnored")
class LoopExecutorTest {
  private final VirtualClock clock = new VirtualClock();
  private final List<LoopFailure> failures = new ArrayList<>();
  private final ManualLoop loop =
      Loops.builder()
          .name("manual")
          .clock(clock)
          .exceptionHandler((l, failure) -> failures.add(failure))
          .manual();
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private void pass(Duration time) {
    clock.advanceBy(time);
    loop.runUntilIdle();
  }

  @Test
  void oneExecutorPerLoop() {
    assertSame(executor, LoopExecutor.of(loop));
    executor.shutdown();
    LoopExecutor next = LoopExecutor.of(loop);
    assertNotSame(executor, next);
    assertFalse(next.isShutdown());
    assertSame(next, LoopExecutor.of(loop));
  }

  @Test
  void executeIsALaterTurnAlsoOnTheLoop() {
    executor.execute(() -> {
      executor.execute(() -> ran.add("later"));
      ran.add("now");
    });
    assertEquals(1, loop.poll());
    assertEquals(List.of("now"), ran);
    loop.poll();
    assertEquals(List.of("now", "later"), ran);
  }

  @Test
  void pinnedRunsAtOnceOnTheLoopAndNeverNests() {
    Executor pinned = executor.pinned();
    pinned.execute(() -> ran.add("from outside"));
    assertEquals(List.of(), ran);
    executor.execute(() -> {
      pinned.execute(() -> {
        pinned.execute(() -> ran.add("inner"));
        ran.add("outer");
      });
      ran.add("after");
    });
    loop.runUntilIdle();
    assertEquals(List.of("from outside", "outer", "inner", "after"), ran);
  }

  @Test
  void aThrowingPinnedTaskDoesNotStopTheOthers() {
    executor.execute(() -> {
      executor
          .pinned()
          .execute(() -> {
            executor.pinned().execute(() -> ran.add("second"));
            throw new IllegalStateException("expected");
          });
      ran.add("after");
    });
    loop.runUntilIdle();
    assertEquals(List.of("second", "after"), ran);
    assertEquals(1, failures.size());
  }

  @Test
  void pinnedRespectsTheTurnsBudget() {
    AtomicInteger runs = new AtomicInteger();
    executor.execute(new Forever(executor.pinned(), runs));
    loop.poll();
    int inFirstTurn = runs.get();
    assertTrue(inFirstTurn > 0);
    loop.poll();
    assertTrue(runs.get() > inFirstTurn);
  }

  @Test
  void whatRunsAtOnceCountsOnceInTheTurnsBudget() {
    ManualLoop brief = Loops.builder().turnBudget(8).manual();
    LoopExecutor view = LoopExecutor.of(brief);
    AtomicInteger runs = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      view.execute(() -> view.pinned().execute(runs::incrementAndGet));
    }
    brief.poll();
    assertEquals(4, runs.get());
    brief.close();
    assertEquals(8, runs.get());
  }

  /** Runs itself again at once, for ever: a turn must end all the same. */
  private record Forever(Executor pinned, AtomicInteger runs) implements Runnable {
    @Override
    public void run() {
      runs.incrementAndGet();
      pinned.execute(this);
    }
  }

  @Test
  void zeroAndNegativeDelaysAreNow() {
    executor.schedule(() -> ran.add("a"), 0, SECONDS);
    executor.schedule(() -> ran.add("b"), -1, DAYS);
    executor.schedule(() -> ran.add("c"), Long.MIN_VALUE, DAYS);
    executor.submit(() -> ran.add("d"));
    executor.execute(() -> ran.add("e"));
    loop.poll();
    assertEquals(List.of("a", "b", "c", "d", "e"), ran);
  }

  @Test
  void equalDelaysRunInOrderOfSubmission() {
    for (int i = 0; i < 5; i++) {
      String name = "t" + i;
      executor.schedule(() -> ran.add(name), 1, SECONDS);
    }
    executor.schedule(() -> ran.add("first"), 999, MILLISECONDS);
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("first", "t0", "t1", "t2", "t3", "t4"), ran);
  }

  @Test
  void futuresOfTasksHaveTheirResults() throws Exception {
    Future<Integer> result = executor.submit(() -> 1);
    Future<String> given = executor.submit(() -> {}, "given");
    Future<?> failed =
        executor.submit(() -> {
          throw new IllegalStateException("expected");
        });
    ScheduledFuture<Integer> later = executor.schedule(() -> 2, 3, SECONDS);
    assertEquals(3, later.getDelay(SECONDS));
    assertFalse(result.isDone());
    loop.runUntilIdle();
    assertEquals(1, result.get());
    assertEquals("given", given.get());
    ExecutionException failure = assertThrows(ExecutionException.class, failed::get);
    assertInstanceOf(IllegalStateException.class, failure.getCause());
    assertFalse(later.isDone());
    pass(Duration.ofSeconds(3));
    assertEquals(2, later.get());
    assertEquals(List.of(), failures);
  }

  @Test
  void whatAnExecutedTaskThrowsIsReported() {
    executor.execute(() -> {
      throw new IllegalStateException("expected");
    });
    executor.execute(() -> ran.add("next"));
    loop.runUntilIdle();
    assertEquals(1, failures.size());
    assertEquals(List.of("next"), ran);
  }

  @Test
  void fixedRateKeepsToItsGridAndCatchesUp() {
    List<Long> times = new ArrayList<>();
    executor.scheduleAtFixedRate(() -> times.add(clock.nanoTime()), 10, 10, NANOSECONDS);
    pass(Duration.ofNanos(10));
    pass(Duration.ofNanos(35));
    pass(Duration.ofNanos(5));
    assertEquals(List.of(10L, 45L, 45L, 45L, 50L), times);
  }

  @Test
  void fixedDelayCountsFromTheEnd() {
    List<Long> times = new ArrayList<>();
    executor.scheduleWithFixedDelay(
        () -> {
          times.add(clock.nanoTime());
          clock.advanceBy(Duration.ofNanos(7));
        },
        10,
        10,
        NANOSECONDS);
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofNanos(1));
    }
    assertEquals(List.of(10L, 27L, 44L, 61L), times.subList(0, 4));
  }

  @Test
  void missedTicksCanBeSkippedOrDelayed() {
    for (MissedTicks policy : MissedTicks.values()) {
      VirtualClock stalled = new VirtualClock();
      ManualLoop other = Loops.builder().clock(stalled).manual();
      List<Long> times = new ArrayList<>();
      LoopExecutor.builder(other)
          .missedTicks(policy)
          .build()
          .scheduleAtFixedRate(() -> times.add(stalled.nanoTime()), 10, 10, NANOSECONDS);
      for (long time : new long[] {10, 45, 50, 55, 60}) {
        stalled.advanceTo(time);
        other.runUntilIdle();
      }
      List<Long> expected =
          switch (policy) {
            case CATCH_UP -> List.of(10L, 45L, 45L, 45L, 50L, 60L);
            case SKIP -> List.of(10L, 45L, 50L, 60L);
            case DELAY -> List.of(10L, 45L, 55L);
          };
      assertEquals(expected, times, policy::toString);
      other.close();
    }
  }

  @Test
  void anHourOfMissedTicksIsOneRunIfTheyAreSkipped() {
    LoopExecutor skipping = LoopExecutor.builder(loop).missedTicks(MissedTicks.SKIP).build();
    AtomicInteger runs = new AtomicInteger();
    skipping.scheduleAtFixedRate(runs::incrementAndGet, 1, 1, SECONDS);
    pass(Duration.ofHours(1));
    assertEquals(1, runs.get());
    executor.scheduleAtFixedRate(runs::incrementAndGet, 1, 1, SECONDS);
    runs.set(0);
    pass(Duration.ofHours(1));
    assertEquals(1 + 3600, runs.get());
  }

  @Test
  void aPeriodicTaskThatThrowsIsReportedAndEnds() {
    AtomicInteger runs = new AtomicInteger();
    ScheduledFuture<?> future =
        executor.scheduleAtFixedRate(
            () -> {
              if (runs.incrementAndGet() == 2) {
                throw new IllegalStateException("expected");
              }
            },
            1,
            1,
            SECONDS);
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(1));
    }
    assertEquals(2, runs.get());
    assertTrue(future.isDone());
    assertThrows(ExecutionException.class, future::get);
    assertEquals(1, failures.size());
  }

  @Test
  void aPeriodicTaskCanCancelItself() {
    AtomicReference<ScheduledFuture<?>> self = new AtomicReference<>();
    self.set(
        executor.scheduleAtFixedRate(
            () -> {
              ran.add("tick");
              self.get().cancel(false);
            },
            1,
            1,
            SECONDS));
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of("tick"), ran);
    assertEquals(0, loop.metrics().timers());
  }

  @Test
  void aPeriodicTaskDoesNotRunInsideItself() {
    AtomicInteger depth = new AtomicInteger();
    AtomicInteger deepest = new AtomicInteger();
    executor.scheduleAtFixedRate(
        () -> {
          deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
          clock.advanceBy(Duration.ofSeconds(5));
          try {
            loop.runNested(loop::runUntilIdle);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          depth.decrementAndGet();
        },
        1,
        1,
        SECONDS);
    clock.advanceBy(Duration.ofSeconds(1));
    loop.poll();
    assertEquals(1, deepest.get());
  }

  @Test
  void cancelledTasksLeaveTheLoopAtOnce() {
    List<Future<?>> futures = new ArrayList<>();
    futures.add(executor.schedule(() -> ran.add("x"), 1, HOURS));
    futures.add(executor.scheduleAtFixedRate(() -> ran.add("x"), 1, 1, HOURS));
    futures.add(executor.submit(() -> ran.add("x")));
    futures.add(executor.supplyAsync(() -> ran.add("x")));
    futures.add(executor.delay(Duration.ofHours(1)));
    loop.poll();
    ran.clear();
    futures.add(executor.submit(() -> ran.add("x")));
    futures.add(executor.supplyAsync(() -> ran.add("x")));
    futures.forEach(future -> future.cancel(true));
    assertEquals(0, loop.metrics().pendingTasks());
    loop.runUntilIdle();
    assertEquals(0, loop.metrics().timers());
    pass(Duration.ofHours(2));
    assertEquals(List.of(), ran);
    executor.shutdown();
    assertTrue(executor.isTerminated());
  }

  @Test
  void theLongestDelaysNeitherOverflowNorRunEarly() {
    VirtualClock late = new VirtualClock(Long.MAX_VALUE - 5, Instant.EPOCH);
    ManualLoop other = Loops.builder().clock(late).manual();
    LoopExecutor on = LoopExecutor.of(other);
    on.schedule(() -> ran.add("never"), Long.MAX_VALUE, NANOSECONDS);
    on.schedule(() -> ran.add("never"), Long.MAX_VALUE, DAYS);
    on.scheduleAtFixedRate(() -> ran.add("never"), Long.MAX_VALUE - 1, Long.MAX_VALUE, SECONDS);
    on.scheduleWithFixedDelay(() -> ran.add("once"), 0, Long.MAX_VALUE, SECONDS);
    on.schedule(() -> ran.add("soon"), 10, NANOSECONDS);
    on.schedule(() -> ran.add("past"), Long.MIN_VALUE, NANOSECONDS);
    other.runUntilIdle();
    assertEquals(List.of("once", "past"), ran);
    late.advanceBy(Duration.ofNanos(10));
    other.runUntilIdle();
    assertEquals(List.of("once", "past", "soon"), ran);
    other.close();
  }

  @Test
  void scheduledFuturesCompareByTimeThenByOrder() {
    ScheduledFuture<?> late = executor.schedule(() -> {}, 2, SECONDS);
    ScheduledFuture<?> early = executor.schedule(() -> {}, 1, SECONDS);
    ScheduledFuture<?> later = executor.schedule(() -> {}, 2, SECONDS);
    assertTrue(early.compareTo(late) < 0);
    assertTrue(late.compareTo(later) < 0);
    assertTrue(later.compareTo(early) > 0);
    assertEquals(1, early.getDelay(SECONDS));
    clock.advanceBy(Duration.ofSeconds(3));
    assertEquals(-2, early.getDelay(SECONDS));
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void nullsAreRefusedFirst() {
    executor.shutdown();
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
            () -> executor.scheduleWithFixedDelay(() -> {}, 1, 1, null),
            () -> executor.supplyAsync(null),
            () -> executor.runAsync(null),
            () -> executor.callAsync(null),
            () -> executor.failedFuture(null),
            () -> executor.pin(null),
            () -> executor.pinned().execute(null));
    for (int i = 0; i < calls.size(); i++) {
      assertThrows(NullPointerException.class, calls.get(i), "call " + i);
    }
  }

  @Test
  void afterShutdownEverySubmissionIsRejected() {
    executor.shutdown();
    List<Executable> calls =
        List.of(
            () -> executor.execute(() -> {}),
            () -> executor.submit(() -> {}),
            () -> executor.submit(() -> 1),
            () -> executor.schedule(() -> {}, 0, SECONDS),
            () -> executor.schedule(() -> {}, 1, SECONDS),
            () -> executor.scheduleAtFixedRate(() -> {}, 1, 1, SECONDS),
            () -> executor.scheduleWithFixedDelay(() -> {}, 1, 1, SECONDS),
            () -> executor.supplyAsync(() -> 1),
            () -> executor.runAsync(() -> {}),
            () -> executor.delayedExecutor(Duration.ofSeconds(1)).execute(() -> {}),
            () -> CompletableFuture.supplyAsync(() -> 1, executor));
    for (int i = 0; i < calls.size(); i++) {
      assertThrows(RejectedExecutionException.class, calls.get(i), "call " + i);
    }
    assertFalse(loop.isShutdown());
    assertTrue(executor.isTerminated());
  }

  @Test
  void theEndOfATaskAfterShutdownDoesNotGoThroughAllThatWait() {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int tasks = 10_000;
    for (int i = 0; i < tasks; i++) {
      executor.execute(() -> {});
    }
    executor.shutdown();
    long before = memory.getCurrentThreadAllocatedBytes();
    loop.runUntilIdle();
    long each = (memory.getCurrentThreadAllocatedBytes() - before) / tasks;
    assertTrue(executor.isTerminated());
    assertTrue(each < 1_000, each + " bytes for each task");
  }

  @Test
  void afterShutdownDelayedTasksRunAndPeriodicOnesEnd() {
    ScheduledFuture<?> delayed = executor.schedule(() -> ran.add("delayed"), 1, SECONDS);
    ScheduledFuture<?> periodic =
        executor.scheduleAtFixedRate(() -> ran.add("periodic"), 1, 1, SECONDS);
    executor.execute(() -> ran.add("ready"));
    executor.shutdown();
    assertTrue(executor.isShutdown());
    assertFalse(executor.isTerminated());
    assertTrue(periodic.isCancelled());
    assertFalse(delayed.isCancelled());
    loop.runUntilIdle();
    assertEquals(List.of("ready"), ran);
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("ready", "delayed"), ran);
    assertTrue(executor.isTerminated());
  }

  @Test
  void shutdownPoliciesCanBeReversed() {
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(true);
    assertFalse(executor.getExecuteExistingDelayedTasksAfterShutdownPolicy());
    assertTrue(executor.getContinueExistingPeriodicTasksAfterShutdownPolicy());
    ScheduledFuture<?> delayed = executor.schedule(() -> ran.add("delayed"), 1, SECONDS);
    ScheduledFuture<?> periodic =
        executor.scheduleAtFixedRate(() -> ran.add("periodic"), 1, 1, SECONDS);
    executor.shutdown();
    assertTrue(delayed.isCancelled());
    assertFalse(periodic.isDone());
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("periodic", "periodic"), ran);
    assertFalse(executor.isTerminated());
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    assertTrue(periodic.isCancelled());
    assertTrue(executor.isTerminated());
  }

  @Test
  void shutdownNowReturnsWhatDidNotRun() {
    Runnable plain = () -> ran.add("plain");
    executor.execute(plain);
    Future<?> submitted = executor.submit(() -> ran.add("submitted"));
    Future<?> delayed = executor.schedule(() -> ran.add("delayed"), 1, SECONDS);
    Future<?> periodic = executor.scheduleAtFixedRate(() -> ran.add("periodic"), 1, 1, SECONDS);
    LoopFuture<Boolean> supplied = executor.supplyAsync(() -> ran.add("supplied"));
    LoopFuture<String> stage =
        executor.completedFuture(1).thenApplyAsync(x -> "" + ran.add("stage"));
    List<Runnable> left = executor.shutdownNow();
    assertEquals(5, left.size());
    // Those without a delay first.
    assertSame(plain, left.get(0));
    assertSame(submitted, left.get(1));
    assertSame(delayed, left.get(3));
    assertSame(periodic, left.get(4));
    for (Future<?> future : List.of(submitted, delayed, periodic)) {
      assertFalse(future.isDone());
    }
    assertTrue(executor.isTerminated());
    assertTrue(supplied.isCompletedExceptionally());
    pass(Duration.ofSeconds(2));
    assertTrue(stage.isCompletedExceptionally());
    assertEquals(List.of(), ran);
    left.get(1).run();
    assertTrue(submitted.isCancelled());
    assertEquals(List.of(), ran);
  }

  @Test
  void shutdownByTheExecutorCanCloseTheLoopOnceItsTasksHaveEnded() {
    LoopExecutor owner = LoopExecutor.builder(loop).closeLoop(true).build();
    owner.execute(() -> ran.add("ready"));
    ScheduledFuture<?> delayed = owner.schedule(() -> ran.add("delayed"), 1, SECONDS);
    owner.shutdown();
    loop.runUntilIdle();
    assertEquals(List.of("ready"), ran);
    assertFalse(loop.isShutdown());
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("ready", "delayed"), ran);
    assertTrue(delayed.isDone());
    assertTrue(loop.isShutdown());
    loop.runUntilIdle();
    assertTrue(owner.isTerminated());
  }

  @Test
  void anIdleExecutorThatIsShutDownClosesTheLoopAtOnce() {
    LoopExecutor.builder(loop).closeLoop(true).build().shutdown();
    assertTrue(loop.isShutdown());
  }

  @Test
  void shutdownNowByTheExecutorCanCloseTheLoopAtOnce() {
    LoopExecutor owner = LoopExecutor.builder(loop).closeLoop(true).build();
    Future<?> delayed = owner.schedule(() -> ran.add("delayed"), 1, SECONDS);
    assertEquals(List.of(delayed), owner.shutdownNow());
    assertTrue(loop.isShutdown());
    loop.runUntilIdle();
    assertTrue(owner.isTerminated());
    assertEquals(List.of(), ran);
  }

  @Test
  void aLoopThatClosesSettlesEveryTask() {
    executor.execute(() -> ran.add("ready"));
    Future<?> delayed = executor.schedule(() -> ran.add("delayed"), 1, SECONDS);
    Future<?> periodic = executor.scheduleAtFixedRate(() -> ran.add("periodic"), 1, 1, SECONDS);
    loop.close();
    assertEquals(List.of("ready"), ran);
    for (Future<?> future : List.of(delayed, periodic)) {
      ExecutionException failure = assertThrows(ExecutionException.class, future::get);
      assertInstanceOf(RejectedExecutionException.class, failure.getCause());
    }
    assertTrue(executor.isShutdown());
    assertTrue(executor.isTerminated());
    assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
  }

  @Test
  void waitingOnTheLoopThrowsWhateverTheCall() {
    Future<Integer> pending = executor.schedule(() -> 1, 1, HOURS);
    List<Callable<Integer>> tasks = List.of(() -> 1);
    List<Executable> calls =
        List.of(
            pending::get,
            () -> pending.get(1, SECONDS),
            () -> executor.invokeAll(tasks),
            () -> executor.invokeAll(tasks, 1, SECONDS),
            () -> executor.invokeAny(tasks),
            () -> executor.invokeAny(tasks, 1, SECONDS),
            () -> executor.awaitTermination(1, SECONDS),
            executor::close);
    loop.execute(() -> {
      for (int i = 0; i < calls.size(); i++) {
        BlockedLoopException thrown =
            assertThrows(BlockedLoopException.class, calls.get(i), "call " + i);
        assertTrue(thrown.toString().contains("manual"), thrown::toString);
      }
      assertThrows(TimeoutException.class, () -> pending.get(0, SECONDS));
      ran.add("checked");
    });
    loop.runUntilIdle();
    assertEquals(List.of(), failures);
    assertEquals(List.of("checked"), ran);
  }

  @Test
  void waitingForNothingIsAllowedOnTheLoop() {
    loop.execute(() -> {
      try {
        assertEquals(List.of(), executor.invokeAll(List.<Callable<Integer>>of()));
        assertFalse(executor.awaitTermination(0, SECONDS));
        executor.close();
        assertTrue(executor.awaitTermination(1, SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      assertThrows(
          IllegalArgumentException.class, () -> executor.invokeAny(List.<Callable<Integer>>of()));
      ran.add("checked");
    });
    loop.runUntilIdle();
    assertEquals(List.of(), failures);
    assertEquals(List.of("checked"), ran);
  }

  @Test
  void blockingCanBeAllowed() throws Exception {
    ManagedLoop own = Loops.start("blocked");
    LoopExecutor blocking = LoopExecutor.builder(own).blockingOnLoop(BlockingOnLoop.ALLOW).build();
    LoopFuture<Integer> fromOutside = blocking.incompleteFuture();
    Future<Integer> result = blocking.submit(fromOutside::join);
    fromOutside.complete(5);
    assertEquals(5, result.get(30, SECONDS));
    own.close();
  }

  @Test
  void delayedExecutorGoesByTheLoopsClock() {
    CompletableFuture<String> delayed =
        CompletableFuture.supplyAsync(
            () -> loop.inEventLoop() ? "on the loop" : "elsewhere",
            executor.delayedExecutor(Duration.ofMinutes(1)));
    pass(Duration.ofSeconds(59));
    assertFalse(delayed.isDone());
    pass(Duration.ofSeconds(1));
    assertEquals("on the loop", delayed.join());
  }

  @Test
  void tasksOfPlainFuturesThatAreDroppedAreReported() {
    CompletableFuture<Integer> lost =
        CompletableFuture.supplyAsync(() -> 1, executor.delayedExecutor(Duration.ofMinutes(1)));
    LoopFuture<Integer> kept =
        executor
            .<Integer>incompleteFuture()
            .completeAsync(() -> 1, executor.delayedExecutor(Duration.ofMinutes(1)));
    loop.close();
    assertFalse(lost.isDone());
    assertTrue(kept.isCompletedExceptionally());
    assertEquals(1, failures.size());
  }

  @Test
  void cancelledFuturesSaySo() {
    Future<?> future = executor.schedule(() -> {}, 1, SECONDS);
    assertTrue(future.cancel(false));
    assertFalse(future.cancel(true));
    assertTrue(future.isCancelled());
    assertTrue(future.isDone());
    assertThrows(CancellationException.class, future::get);
    assertNull(Thread.interrupted() ? "interrupted" : null);
  }
}
