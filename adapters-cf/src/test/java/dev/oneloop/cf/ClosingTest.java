package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of futures when their loop closes. */
@SuppressWarnings("FutureReturnValueIgnored")
class ClosingTest {
  private final List<LoopFailure> failures = new ArrayList<>();
  private final ManualLoop loop =
      Loops.builder().exceptionHandler((l, failure) -> failures.add(failure)).manual();
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final AtomicInteger ran = new AtomicInteger();

  private static void assertRejected(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    assertTrue(future.isDone(), future::toString);
    Throwable failure = assertThrows(CompletionException.class, future::join);
    assertInstanceOf(RejectedExecutionException.class, failure.getCause());
  }

  @Test
  void queuedWorkAndPendingStagesHaveFailedWhenTheCloseReturns() {
    LoopFuture<Integer> outside = executor.incompleteFuture();
    List<CompletionStage<?>> pending = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      LoopFuture<Integer> queued = executor.supplyAsync(ran::incrementAndGet);
      pending.add(queued);
      pending.add(queued.thenApply(x -> x));
      pending.add(outside.thenRun(ran::incrementAndGet).thenRun(ran::incrementAndGet));
      pending.add(executor.<Integer>incompleteFuture().thenApply(x -> x));
      pending.add(executor.<Integer>incompleteFuture().orTimeout(1, TimeUnit.DAYS));
    }
    pending.add(executor.delay(Duration.ofDays(1)));
    pending.add(executor.pin(new CompletableFuture<>()));
    pending.add(executor.offload(task -> {}, () -> 1));
    pending.add(executor.allOf(outside, new CompletableFuture<>()));
    pending.add(executor.anyOf(outside, new CompletableFuture<>()));
    pending.add(executor.allAsList(List.of(outside)));
    pending.add(outside.thenCombine(new CompletableFuture<Integer>(), Integer::sum));
    pending.add(outside.copy());
    pending.add(outside.minimalCompletionStage());
    pending.add(
        executor
            .incompleteFuture()
            .completeAsync(() -> 1, executor.delayedExecutor(Duration.ofDays(1))));
    pending.add(executor.completedFuture(1).thenCompose(x -> new CompletableFuture<>()));
    pending.add(executor.completedFuture(1).thenApplyAsync(x -> x, task -> {}));
    loop.runUntilIdle();
    ran.set(0);
    pending.add(executor.supplyAsync(ran::incrementAndGet));
    pending.removeIf(stage -> stage.toCompletableFuture().isDone());
    loop.shutdownNow();
    loop.close();
    pending.forEach(ClosingTest::assertRejected);
    assertTrue(pending.size() > 300);
    assertEquals(0, ran.get());
    assertFalse(outside.isDone());
  }

  @Test
  void anOrderlyCloseRunsWhatIsReadyAndItsStages() {
    LoopFuture<Integer> outside = executor.incompleteFuture();
    LoopFuture<Integer> stage = outside.thenApply(x -> x + 1);
    loop.execute(() -> outside.complete(1));
    LoopFuture<Integer> supplied = executor.supplyAsync(() -> 5).thenApply(x -> x + 1);
    loop.close();
    assertEquals(2, stage.join());
    assertEquals(6, supplied.join());
  }

  @Test
  void stagesThatHandleFailuresRunOnTheLoopWhileItCloses() {
    LoopFuture<Integer> outside = executor.incompleteFuture();
    LoopFuture<Boolean> handled =
        outside.thenApply(x -> x).handle((x, failure) -> loop.inEventLoop() && failure != null);
    loop.close();
    assertTrue(handled.join());
  }

  @Test
  void aThreadThatWaitsForAStageIsReleased() throws Exception {
    LoopFuture<Integer> stage = executor.<Integer>incompleteFuture().thenApply(x -> x);
    CountDownLatch released = new CountDownLatch(1);
    Thread waiting =
        new Thread(() -> {
          assertRejected(stage.handle((x, e) -> x));
          released.countDown();
        });
    Thread joining =
        new Thread(() -> {
          assertThrows(CompletionException.class, stage::join);
          released.countDown();
        });
    joining.start();
    while (stage.getNumberOfDependents() == 0) {
      Thread.onSpinWait();
    }
    loop.close();
    assertTrue(released.await(30, TimeUnit.SECONDS));
    joining.join();
    waiting.start();
    waiting.join();
  }

  @Test
  void completingAfterwardsNeverThrowsAndFailsWhatHangsOnIt() {
    LoopFuture<Integer> early = executor.incompleteFuture();
    LoopFuture<Integer> late = executor.incompleteFuture();
    loop.close();
    LoopFuture<@Nullable Void> attachedBefore = late.thenRun(ran::incrementAndGet);
    assertRejected(attachedBefore);
    assertTrue(early.complete(1));
    assertTrue(late.completeExceptionally(new IllegalStateException("expected")));
    assertRejected(early.thenRun(ran::incrementAndGet));
    assertRejected(early.handle((x, e) -> ran.incrementAndGet()));
    assertRejected(early.thenApplyAsync(x -> ran.incrementAndGet()));
    assertEquals(1, early.join());
    assertTrue(executor.<Integer>incompleteFuture().cancel(true));
    assertRejected(executor.delay(Duration.ofSeconds(1)));
    assertRejected(executor.<Integer>incompleteFuture().orTimeout(1, TimeUnit.SECONDS));
    assertRejected(executor.pin(new CompletableFuture<>()));
    assertThrows(RejectedExecutionException.class, () -> executor.supplyAsync(() -> 1));
    assertEquals(0, ran.get());
  }

  @Test
  void aStageFailsHoweverManyFuturesCameAndWentSinceItsOwn() {
    List<LoopFuture<Integer>> pending = new ArrayList<>();
    loop.execute(() -> {
      for (int i = 0; i < 10_000; i++) {
        LoopFuture<Integer> future = executor.incompleteFuture();
        LoopFuture<Integer> stage = future.thenApply(x -> x);
        if (i % 5 == 0) {
          pending.add(stage);
        } else {
          future.complete(i);
        }
      }
    });
    loop.runUntilIdle();
    loop.close();
    assertEquals(2_000, pending.size());
    pending.forEach(ClosingTest::assertRejected);
  }

  @Test
  void aMillionPendingStagesFailWithoutOverflow() throws InterruptedException {
    LoopFuture<Integer> source = executor.incompleteFuture();
    List<LoopFuture<Integer>> end = new ArrayList<>();
    Thread small =
        new Thread(
            null,
            () -> {
              LoopFuture<Integer> last = source;
              for (int i = 0; i < 1_000_000; i++) {
                last = last.thenApply(x -> x);
              }
              end.add(last);
              loop.close();
            },
            "small",
            512 * 1024);
    small.start();
    small.join();
    assertRejected(end.get(0));
  }

  @Test
  void stagesWithoutEndOfAFutureThatIsCompletedAfterwardsFailWithoutOverflow() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    LoopFuture<Integer> last = source;
    List<LoopFuture<?>> fan = new ArrayList<>();
    loop.close();
    for (int i = 0; i < 10_000; i++) {
      last = last.thenApply(x -> x);
      fan.add(source.thenRun(ran::incrementAndGet));
    }
    source.complete(1);
    assertRejected(last);
    fan.forEach(ClosingTest::assertRejected);
  }

  @Test
  void failuresThatOnlyTheCloseCausedAreNotReported() {
    executor.<Integer>incompleteFuture().thenApply(x -> x);
    executor.delay(Duration.ofDays(1));
    loop.close();
    assertEquals(List.of(), failures);
  }

  @Test
  void futuresOfOtherLoopsGoOnThere() {
    ManualLoop other = Loops.manual();
    LoopFuture<Integer> outside = executor.incompleteFuture();
    LoopFuture<Boolean> elsewhere =
        LoopExecutor.of(other)
            .pin(outside.thenApply(x -> x))
            .handle((x, failure) -> other.inEventLoop() && failure != null);
    loop.close();
    other.runUntilIdle();
    assertTrue(elsewhere.join());
    other.close();
  }
}
