package dev.oneloop.cf;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages that wait for either of two sources. */
final class EitherStages {
  private EitherStages() {}

  /** Waits for one; if both are complete, the first counts. */
  abstract static class Either<F, S extends @Nullable Object, T extends @Nullable Object>
      extends BiStage<F, S, S, T> {
    Either(
        PinnedFuture<S> first,
        CompletionStage<? extends S> other,
        LoopFuture<T> target,
        F function) {
      super(first, other, target, function);
    }

    abstract void onValue(F function, S value, LoopFuture<T> target) throws Throwable;

    private @Nullable PinnedFuture<S> winner() {
      PinnedFuture<S> a = first;
      PinnedFuture<S> b = second;
      return a != null && a.done() ? a : b != null && b.done() ? b : null;
    }

    @Override
    final boolean isReady() {
      return winner() != null;
    }

    @Override
    final boolean callsFunction() {
      PinnedFuture<S> source = winner();
      return source != null && !source.failed();
    }

    @Override
    final void apply(F function, LoopFuture<T> target) throws Throwable {
      PinnedFuture<S> source = winner();
      if (source == null) {
        return;
      }
      if (source.failed()) {
        target.finishExceptionally(PinnedFuture.wrapped(PinnedFuture.failureOf(source)));
      } else {
        onValue(function, source.value(), target);
      }
    }
  }

  /** {@code applyToEither}. */
  static final class ApplyToEither<S extends @Nullable Object, T extends @Nullable Object>
      extends Either<Function<? super S, ? extends T>, S, T> {
    ApplyToEither(
        PinnedFuture<S> first,
        CompletionStage<? extends S> other,
        LoopFuture<T> target,
        Function<? super S, ? extends T> function) {
      super(first, other, target, function);
    }

    @Override
    void onValue(Function<? super S, ? extends T> function, S value, LoopFuture<T> target) {
      target.settle(function.apply(value));
    }
  }

  /** {@code acceptEither}. */
  static final class AcceptEither<S extends @Nullable Object>
      extends Either<Consumer<? super S>, S, @Nullable Void> {
    AcceptEither(
        PinnedFuture<S> first,
        CompletionStage<? extends S> other,
        LoopFuture<@Nullable Void> target,
        Consumer<? super S> action) {
      super(first, other, target, action);
    }

    @Override
    void onValue(Consumer<? super S> action, S value, LoopFuture<@Nullable Void> target) {
      action.accept(value);
      target.settle(null);
    }
  }

  /** {@code runAfterEither}. */
  static final class RunAfterEither extends Either<Runnable, @Nullable Object, @Nullable Void> {
    RunAfterEither(
        PinnedFuture<@Nullable Object> first,
        CompletionStage<?> other,
        LoopFuture<@Nullable Void> target,
        Runnable action) {
      super(first, other, target, action);
    }

    @Override
    void onValue(Runnable action, @Nullable Object value, LoopFuture<@Nullable Void> target) {
      action.run();
      target.settle(null);
    }
  }
}
