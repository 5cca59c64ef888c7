package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A failure that nobody looks at reaches the loop's handler, once. */
@SuppressWarnings("FutureReturnValueIgnored")
class UnobservedFailureTest {
  private final List<LoopFailure> failures = new CopyOnWriteArrayList<>();
  private final SimulatedLoop loop =
      Loops.builder().exceptionHandler((l, failure) -> failures.add(failure)).simulated();
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final IllegalStateException expected = new IllegalStateException("expected");

  private int reportsAfter(Consumer<LoopFuture<Integer>> looking) {
    failures.clear();
    loop.execute(() -> {
      LoopFuture<Integer> future = executor.incompleteFuture();
      future.completeExceptionally(expected);
      looking.accept(future);
    });
    loop.runUntilIdle();
    return failures.size();
  }

  @Test
  void aFailureIsReportedOnceAtTheEndOfTheTurn() {
    assertEquals(1, reportsAfter(future -> {}));
    assertEquals(expected, failures.get(0).throwable());
    loop.runUntilIdle();
    assertEquals(1, failures.size());
  }

  @Test
  void anyWayOfLookingCounts() {
    assertEquals(0, reportsAfter(future -> future.exceptionally(e -> 1)));
    assertEquals(0, reportsAfter(future -> future.handle((x, e) -> x)));
    assertEquals(0, reportsAfter(future -> assertThrows(CompletionException.class, future::join)));
    assertEquals(0, reportsAfter(future -> assertThrows(ExecutionException.class, future::get)));
    assertEquals(
        0, reportsAfter(future -> assertThrows(CompletionException.class, () -> future.getNow(1))));
    assertEquals(0, reportsAfter(future -> assertEquals(expected, future.exceptionNow())));
    assertEquals(0, reportsAfter(future -> assertTrue(future.isCompletedExceptionally())));
    assertEquals(0, reportsAfter(LoopFuture::observed));
    assertEquals(0, reportsAfter(future -> future.minimalCompletionStage().exceptionally(e -> 1)));
    assertEquals(0, reportsAfter(future -> executor.pin(future).exceptionally(e -> 1)));
  }

  @Test
  void aFailureIsPassedOnToTheLastStageAndReportedOnce() {
    assertEquals(1, reportsAfter(future -> future.thenApply(x -> x).thenApply(x -> x)));
    assertEquals(1, reportsAfter(LoopFuture::report));
    assertEquals(1, reportsAfter(future -> future.copy()));
    assertEquals(1, reportsAfter(future -> executor.allOf(future)));
  }

  @Test
  void dependentsThatAreThereBeforeTheFailureCount() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    CompletableFuture<Void> foreign = CompletableFuture.allOf(source);
    source.completeExceptionally(expected);
    loop.runUntilIdle();
    assertTrue(foreign.isCompletedExceptionally());
    assertEquals(0, failures.size());

    LoopFuture<Integer> handled = executor.incompleteFuture();
    handled.exceptionally(e -> 1);
    handled.completeExceptionally(expected);
    loop.runUntilIdle();
    assertEquals(0, failures.size());

    LoopFuture<Integer> promised = executor.<Integer>incompleteFuture().observed();
    promised.completeExceptionally(expected);
    loop.runUntilIdle();
    assertEquals(0, failures.size());
  }

  @Test
  void stagesThatFailThroughAFunctionAreReported() {
    executor
        .supplyAsync(() -> 1)
        .thenApply(x -> {
          throw expected;
        });
    executor.runAsync(() -> {
      throw expected;
    });
    executor.<Integer>incompleteFuture().orTimeout(1, TimeUnit.SECONDS);
    loop.runUntilQuiescent();
    assertEquals(3, failures.size());
  }

  @Test
  void cancellationIsNoFailure() {
    executor.incompleteFuture().cancel(true);
    loop.runUntilIdle();
    assertEquals(0, failures.size());
  }

  @Test
  void aFutureThatIsCollectedIsReportedThen() {
    LoopExecutor collecting =
        LoopExecutor.builder(loop).unobservedFailures(UnobservedFailures.WHEN_COLLECTED).build();
    LoopFuture<Integer> held = collecting.failedFuture(new IllegalStateException("held"));
    collecting.failedFuture(expected);
    collecting.failedFuture(new IllegalStateException("looked at")).isCompletedExceptionally();
    while (failures.isEmpty()) {
      System.gc();
      Thread.onSpinWait();
    }
    System.gc();
    assertEquals(List.of(expected), failures.stream().map(LoopFailure::throwable).toList());
    assertTrue(held.isCompletedExceptionally());
  }
}
