package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import dev.oneloop.SimulatedLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a future does on a loop in virtual time. */
@SuppressWarnings("FutureReturnValueIgnored")
class LoopFutureTest {
  private final SimulatedLoop loop = Loops.simulated();
  private final LoopExecutor executor = LoopExecutor.of(loop);

  @Test
  void siblingsRunInOrderOfAttachment() {
    List<Integer> order = new ArrayList<>();
    LoopFuture<Integer> source = executor.incompleteFuture();
    for (int i = 0; i < 3; i++) {
      int n = i;
      source.thenRun(() -> order.add(n));
    }
    source.complete(1);
    for (int i = 3; i < 6; i++) {
      int n = i;
      source.thenRun(() -> order.add(n));
    }
    assertEquals(List.of(), order);
    loop.runUntilIdle();
    assertEquals(List.of(0, 1, 2, 3, 4, 5), order);
  }

  @Test
  void stagesAttachedWhileTheOnlyOneRunsFollowItOnce() throws InterruptedException {
    ManualLoop manual = Loops.manual();
    LoopFuture<Integer> source = LoopExecutor.of(manual).incompleteFuture();
    List<String> order = new ArrayList<>();
    Thread other = new Thread(() -> source.thenRun(() -> order.add("from elsewhere")));
    source.thenRun(() -> {
      order.add("first");
      source.thenRun(() -> order.add("from the first"));
      other.start();
      joinUninterruptibly(other);
    });
    manual.execute(() -> source.complete(1));
    manual.runUntilIdle();
    manual.execute(() -> source.thenRun(() -> order.add("later")));
    manual.runUntilIdle();
    assertEquals(List.of("first", "from the first", "from elsewhere", "later"), order);
    assertEquals(0, source.getNumberOfDependents());
  }

  @Test
  void whatHangsOnAComposedStageWaitsForTheInnerOne() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    LoopFuture<Integer> inner = executor.incompleteFuture();
    List<@Nullable Integer> seen = new ArrayList<>();
    LoopFuture<Integer> composed = source.thenCompose(x -> inner);
    composed.thenAccept(seen::add);
    loop.execute(() -> source.complete(1));
    loop.runUntilIdle();
    composed.thenAccept(seen::add);
    assertEquals(List.of(), seen);
    loop.execute(() -> inner.complete(2));
    loop.runUntilIdle();
    assertEquals(List.of(2, 2), seen);
  }

  private static void joinUninterruptibly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void completingOnTheLoopRunsStagesBeforeTheCallReturns() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    LoopFuture<Integer> stage = source.thenApply(x -> x + 1);
    loop.execute(() -> {
      source.complete(1);
      assertEquals(2, stage.getNow(0));
      assertEquals(3, source.thenApply(x -> x + 2).getNow(0));
    });
    loop.runUntilIdle();
    assertEquals(2, stage.join());
  }

  @Test
  void timeoutsGoByTheLoopsClock() {
    LoopFuture<Integer> late =
        executor.<Integer>incompleteFuture().observed().orTimeout(1, TimeUnit.HOURS);
    LoopFuture<Integer> instead =
        executor.<Integer>incompleteFuture().completeOnTimeout(5, 30, TimeUnit.MINUTES);
    loop.advanceBy(Duration.ofMinutes(59));
    assertFalse(late.isDone());
    assertEquals(5, instead.join());
    loop.advanceBy(Duration.ofMinutes(1));
    Throwable failure = assertThrows(CompletionException.class, late::join);
    assertInstanceOf(TimeoutException.class, failure.getCause());
  }

  @Test
  void completeFuturesLeaveNoTimer() {
    for (int i = 0; i < 1000; i++) {
      LoopFuture<Integer> future =
          executor.<Integer>incompleteFuture().orTimeout(1, TimeUnit.HOURS);
      if (i % 2 == 0) {
        future.complete(i);
      } else {
        future.observed().completeExceptionally(new IllegalStateException("expected"));
      }
    }
    assertEquals(0, loop.metrics().timers());
  }

  @Test
  void waitingOnTheLoopThrows() {
    LoopFuture<Integer> pending = executor.incompleteFuture();
    AtomicInteger checked = new AtomicInteger();
    loop.execute(() -> {
      assertThrows(BlockedLoopException.class, pending::join);
      assertThrows(BlockedLoopException.class, pending::get);
      assertThrows(BlockedLoopException.class, () -> pending.get(1, TimeUnit.SECONDS));
      assertThrows(TimeoutException.class, () -> pending.get(0, TimeUnit.SECONDS));
      assertEquals(9, pending.getNow(9));
      assertFalse(pending.isDone());
      checked.incrementAndGet();
    });
    loop.runUntilIdle();
    assertEquals(1, checked.get());
  }

  @Test
  void closingFailsWhatPends() {
    LoopFuture<Integer> outside = executor.incompleteFuture();
    LoopFuture<Integer> stage = outside.thenApply(x -> x);
    LoopFuture<Integer> further = stage.handle((x, e) -> e == null ? 0 : 1);
    LoopFuture<@Nullable Void> delay = executor.delay(Duration.ofDays(1));
    LoopFuture<Integer> ready = executor.supplyAsync(() -> 3);
    loop.close();
    assertEquals(3, ready.join());
    for (LoopFuture<?> failed : List.of(stage, delay)) {
      Throwable failure = assertThrows(CompletionException.class, failed::join);
      assertInstanceOf(RejectedExecutionException.class, failure.getCause());
    }
    assertEquals(1, further.join());
    assertTrue(outside.complete(1));
    LoopFuture<@Nullable Void> afterwards = outside.thenRun(() -> {});
    assertThrows(CompletionException.class, afterwards::join);
  }

  @Test
  void cancelledWorkLeavesTheQueue() {
    AtomicInteger ran = new AtomicInteger();
    LoopFuture<Integer> future = executor.supplyAsync(ran::incrementAndGet);
    AtomicInteger hooks = new AtomicInteger();
    future.onCancel(hooks::incrementAndGet);
    assertTrue(future.cancel(true));
    loop.runUntilIdle();
    assertEquals(0, ran.get());
    assertEquals(1, hooks.get());
  }
}
