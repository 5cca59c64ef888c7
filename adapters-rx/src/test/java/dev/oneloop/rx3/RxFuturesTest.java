package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Futures and streams of one result. */
class RxFuturesTest extends RxTestBase {
  private final RuntimeException failure = new RuntimeException("future");

  @Test
  void resultsOfFutures() {
    CompletableFuture<String> future = new CompletableFuture<>();
    TestObserver<String> single = RxFutures.single(future).test();
    TestObserver<String> maybe = RxFutures.<String>maybe(future).test();
    TestObserver<Void> completable = RxFutures.completable(future).test();
    single.assertEmpty();
    future.complete("done");
    single.assertResult("done");
    maybe.assertResult("done");
    completable.assertResult();
    assertFalse(future.isCancelled());
  }

  @Test
  void resultsOfNull() {
    CompletableFuture<@Nullable String> future = CompletableFuture.completedFuture(null);
    CompletableFuture<String> same =
        CompletableFuture.completedFuture("").thenApply(s -> nothing());
    RxFutures.single(same).test().assertFailure(NullPointerException.class);
    RxFutures.maybe(future).test().assertResult();
    RxFutures.completable(future).test().assertResult();
  }

  @SuppressWarnings("NullAway")
  private static String nothing() {
    return null;
  }

  @Test
  void failuresOfFuturesAreUnwrapped() {
    CompletableFuture<String> future = new CompletableFuture<>();
    CompletableFuture<String> dependent = future.thenApply(s -> s);
    future.completeExceptionally(failure);
    RxFutures.single(dependent).test().assertError(failure);
    RxFutures.<String>maybe(dependent).test().assertError(failure);
    RxFutures.completable(dependent).test().assertError(failure);
  }

  @Test
  void disposingCancelsTheFuture() {
    for (int kind = 0; kind < 3; kind++) {
      CompletableFuture<String> future = new CompletableFuture<>();
      List<TestObserver<?>> observers =
          List.of(
              RxFutures.single(future).test(),
              RxFutures.<String>maybe(future).test(),
              RxFutures.completable(future).test());
      assertFalse(future.isCancelled());
      observers.get(kind).dispose();
      assertTrue(future.isCancelled());
    }
  }

  @Test
  void resultsOfStreams() throws Exception {
    assertEquals(
        "done", RxFutures.into(new CompletableFuture<String>(), Single.just("done")).get());
    assertEquals("done", RxFutures.into(new CompletableFuture<String>(), Maybe.just("done")).get());
    assertNull(RxFutures.into(new CompletableFuture<String>(), Maybe.<String>empty()).get());
    assertNull(RxFutures.into(new CompletableFuture<Void>(), Completable.complete()).get());
  }

  @Test
  void failuresOfStreams() {
    for (CompletableFuture<?> future :
        List.of(
            RxFutures.into(new CompletableFuture<String>(), Single.<String>error(failure)),
            RxFutures.into(new CompletableFuture<String>(), Maybe.<String>error(failure)),
            RxFutures.into(new CompletableFuture<Void>(), Completable.error(failure)))) {
      assertSame(failure, assertThrows(ExecutionException.class, future::get).getCause());
    }
  }

  @Test
  void cancellingTheFutureDisposesTheStream() {
    SingleSubject<String> single = SingleSubject.create();
    MaybeSubject<String> maybe = MaybeSubject.create();
    CompletableSubject completable = CompletableSubject.create();
    List<CompletableFuture<?>> futures =
        List.of(
            RxFutures.into(new CompletableFuture<String>(), single),
            RxFutures.into(new CompletableFuture<String>(), maybe),
            RxFutures.into(new CompletableFuture<Void>(), completable));
    assertTrue(single.hasObservers() && maybe.hasObservers() && completable.hasObservers());
    for (CompletableFuture<?> future : futures) {
      future.cancel(true);
      assertThrows(CancellationException.class, future::join);
    }
    assertFalse(single.hasObservers() || maybe.hasObservers() || completable.hasObservers());
  }

  @Test
  void theFutureIsTheOneThatWasGiven() {
    class Pinned extends CompletableFuture<String> {}

    Pinned mine = new Pinned();
    Pinned same = RxFutures.into(mine, Single.just("done"));
    assertSame(mine, same);
    assertEquals("done", same.join());
  }
}
