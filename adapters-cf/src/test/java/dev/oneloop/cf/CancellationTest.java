package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hooks, and how far a cancellation goes. */
@SuppressWarnings("FutureReturnValueIgnored")
class CancellationTest {
  private final ManualLoop loop = Loops.manual();
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final List<String> ran = new ArrayList<>();

  @Test
  void hooksRunOnTheLoopOnceAndOnlyUponCancellation() {
    LoopFuture<Integer> cancelled = executor.incompleteFuture();
    cancelled.onCancel(() -> ran.add("hook " + loop.inEventLoop()));
    cancelled.cancel(false);
    cancelled.cancel(false);
    loop.runUntilIdle();
    assertEquals(List.of("hook true"), ran);
    cancelled.onCancel(() -> ran.add("late"));
    loop.runUntilIdle();
    assertEquals(List.of("hook true", "late"), ran);

    LoopFuture<Integer> completed = executor.incompleteFuture();
    completed.onCancel(() -> ran.add("wrong"));
    completed.complete(1);
    completed.cancel(false);
    LoopFuture<Integer> failed = executor.<Integer>incompleteFuture().observed();
    failed.onCancel(() -> ran.add("wrong"));
    failed.completeExceptionally(new IllegalStateException("expected"));
    loop.runUntilIdle();
    assertEquals(List.of("hook true", "late"), ran);
  }

  @Test
  void stagesSeeTheCancellationOfTheirSourceAsAFailure() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    LoopFuture<Integer> stage = source.thenApply(x -> x);
    source.cancel(true);
    loop.runUntilIdle();
    assertFalse(stage.isCancelled());
    Throwable failure = assertThrows(CompletionException.class, stage::join);
    assertInstanceOf(CancellationException.class, failure.getCause());
  }

  @Test
  void withoutALinkTheSourceGoesOn() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    source.thenApply(x -> x).cancel(true);
    assertFalse(source.isDone());
  }

  @Test
  void aLinkedStageCancelsTheChainItOwns() {
    LoopFuture<@Nullable Void> timer = executor.delay(Duration.ofDays(1));
    LoopFuture<Integer> first = timer.thenApply(x -> 1);
    LoopFuture<Integer> last = first.thenApply(x -> x).thenApply(x -> x).linked();
    last.cancel(true);
    assertTrue(first.isCancelled());
    assertTrue(timer.isCancelled());
    loop.runUntilIdle();
    assertEquals(0, loop.metrics().timers());
  }

  @Test
  void aSharedSourceIsLeftAlone() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    LoopFuture<Integer> shared = source.thenApply(x -> x);
    LoopFuture<Integer> other = shared.thenApply(x -> x).linked();
    LoopFuture<Integer> linked = shared.thenApply(x -> x).linked();
    linked.cancel(true);
    assertFalse(shared.isDone());
    other.cancel(true);
    assertTrue(shared.isCancelled());
    assertTrue(source.isCancelled());
  }

  @Test
  void aLinkReachesBothSourcesInnerFuturesAndForeignOnes() {
    LoopFuture<Integer> a = executor.incompleteFuture();
    LoopFuture<Integer> b = executor.incompleteFuture();
    a.thenCombine(b, Integer::sum).linked().cancel(true);
    assertTrue(a.isCancelled());
    assertTrue(b.isCancelled());

    LoopFuture<Integer> inner = executor.incompleteFuture();
    LoopFuture<Integer> composed = executor.completedFuture(1).thenCompose(x -> inner).linked();
    loop.runUntilIdle();
    composed.cancel(true);
    assertTrue(inner.isCancelled());

    CompletableFuture<Integer> foreign = new CompletableFuture<>();
    executor.pin(foreign).linked().cancel(true);
    assertTrue(foreign.isCancelled());
  }

  @Test
  void aLinkedChainOfAnyLengthIsCancelledWithoutOverflow() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    LoopFuture<Integer> last = source;
    for (int i = 0; i < 20_000; i++) {
      last = last.thenApply(x -> x);
    }
    last.linked().cancel(true);
    assertTrue(source.isCancelled());
  }

  @Test
  void workThatAPoolHasNotBegunIsNotBegun() {
    List<Runnable> pool = new ArrayList<>();
    LoopFuture<Boolean> future = executor.offload(pool::add, () -> ran.add("work"));
    future.cancel(true);
    pool.forEach(Runnable::run);
    assertEquals(List.of(), ran);
  }

  @Test
  void theOutcomeOfWorkOnAPoolComesBackToTheLoop() {
    List<Runnable> pool = new ArrayList<>();
    executor.offload(pool::add, () -> 1).thenRun(() -> ran.add("on loop " + loop.inEventLoop()));
    pool.forEach(Runnable::run);
    assertEquals(List.of(), ran);
    loop.runUntilIdle();
    assertEquals(List.of("on loop true"), ran);
    LoopFuture<Integer> refused =
        executor.offload(
            task -> {
              throw new RejectedExecutionException("full");
            },
            () -> 1);
    assertTrue(refused.isCompletedExceptionally());
  }
}
