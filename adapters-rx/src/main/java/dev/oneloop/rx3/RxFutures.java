package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Futures as streams of one result, and such streams as futures, with cancellation in both
 * directions: disposing the stream cancels the future, cancelling the future disposes the stream.
 *
 * <p>RxJava's own conversions let go of a future that is disposed, and it runs on. These are in JDK
 * types, so that they go with futures that are pinned to a loop as with any other.
 */
public final class RxFutures {
  private RxFutures() {}

  /**
   * A stream of a future's result. A result of null, which a Single cannot have, is a {@link
   * NullPointerException}; see {@link #maybe}.
   *
   * <p>The stream ends on the thread on which the stage calls its functions; for a pinned future,
   * on the loop. Each subscriber that disposes cancels the future, for all.
   */
  public static <T> Single<T> single(CompletionStage<? extends T> stage) {
    return RxFutures.<T>maybe(stage)
        .switchIfEmpty(Single.error(() -> new NullPointerException("The future's result is null")));
  }

  /** As {@link #single}; a result of null is an empty stream. */
  public static <T> Maybe<T> maybe(CompletionStage<? extends @Nullable T> stage) {
    return Maybe.create(emitter -> {
      emitter.setDisposable(cancelling(stage));
      observe(
          stage,
          (value, failure) -> {
            if (failure != null) {
              emitter.tryOnError(causeOf(failure));
            } else if (value == null) {
              emitter.onComplete();
            } else {
              emitter.onSuccess(value);
            }
          });
    });
  }

  /** As {@link #single}, without the result. */
  public static Completable completable(CompletionStage<?> stage) {
    return maybe(stage).ignoreElement();
  }

  /**
   * Subscribes, and completes a future with the result: a future of your making, such as one that
   * is pinned to a loop.
   *
   * @return the future; cancelling it disposes the subscription
   */
  public static <T, F extends CompletableFuture<? super T>> F into(F future, Single<T> source) {
    return disposing(future, source.subscribe(future::complete, future::completeExceptionally));
  }

  /** As {@link #into(CompletableFuture, Single)}; an empty stream is a result of null. */
  public static <T, F extends CompletableFuture<? super @Nullable T>> F into(
      F future, Maybe<T> source) {
    return disposing(
        future,
        source.subscribe(
            future::complete, future::completeExceptionally, () -> future.complete(null)));
  }

  /** As {@link #into(CompletableFuture, Single)}; the result is null. */
  public static <F extends CompletableFuture<@Nullable Void>> F into(F future, Completable source) {
    return disposing(
        future, source.subscribe(() -> future.complete(null), future::completeExceptionally));
  }

  private static <F extends CompletableFuture<?>> F disposing(F future, Disposable subscription) {
    CompletionStage<?> stage = future;
    observe(stage, (value, failure) -> subscription.dispose());
    return future;
  }

  private static <T> void observe(
      CompletionStage<T> stage,
      BiConsumer<? super @Nullable T, ? super @Nullable Throwable> observer) {
    // Not whenComplete: its stage would fail along with this one, with nobody to look at it.
    CompletionStage<Boolean> unused =
        stage.handle((value, failure) -> {
          observer.accept(value, failure);
          return true;
        });
  }

  private static Disposable cancelling(CompletionStage<?> stage) {
    return Disposable.fromRunnable(() -> {
      CompletableFuture<?> future = stage.toCompletableFuture();
      if (!future.isDone()) {
        future.cancel(false);
      }
    });
  }

  /** What dependent stages wrap. */
  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
