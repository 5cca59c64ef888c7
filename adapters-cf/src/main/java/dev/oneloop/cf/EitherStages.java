package dev.oneloop.cf;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages that wait for either of two sources. */
final class EitherStages {
  private EitherStages() {}

  /** Waits for one; if both are complete, the first counts. */
  abstract static class Either<S extends @Nullable Object, B extends S, T extends @Nullable Object>
      extends BiStage<S, B, T> {
    Either(PinnedFuture<S> first, PinnedFuture<B> second, LoopFuture<T> target) {
      super(first, second, target);
    }

    abstract void onValue(S value, LoopFuture<T> target) throws Throwable;

    private @Nullable PinnedFuture<? extends S> winner() {
      PinnedFuture<S> a = first;
      PinnedFuture<B> b = second;
      return a != null && a.done() ? a : b != null && b.done() ? b : null;
    }

    @Override
    final boolean isReady() {
      return winner() != null;
    }

    @Override
    final boolean callsFunction() {
      PinnedFuture<? extends S> source = winner();
      return source != null && !source.failed();
    }

    @Override
    final void apply(LoopFuture<T> target) throws Throwable {
      PinnedFuture<? extends S> source = winner();
      if (source == null) {
        return;
      }
      if (source.failed()) {
        target.finishExceptionally(PinnedFuture.wrapped(PinnedFuture.failureOf(source)));
      } else {
        onValue(source.value(), target);
      }
    }
  }

  /** {@code applyToEither}. */
  static final class ApplyToEither<
          S extends @Nullable Object, B extends S, T extends @Nullable Object>
      extends Either<S, B, T> {
    private @Nullable Function<? super S, ? extends T> function;

    ApplyToEither(
        PinnedFuture<S> first,
        PinnedFuture<B> second,
        LoopFuture<T> target,
        Function<? super S, ? extends T> function) {
      super(first, second, target);
      this.function = function;
    }

    @Override
    void onValue(S value, LoopFuture<T> target) {
      Function<? super S, ? extends T> f = function;
      if (f != null) {
        target.finish(f.apply(value));
      }
    }

    @Override
    void releaseSources() {
      super.releaseSources();
      function = null;
    }
  }

  /** {@code acceptEither}. */
  static final class AcceptEither<S extends @Nullable Object, B extends S>
      extends Either<S, B, @Nullable Void> {
    private @Nullable Consumer<? super S> action;

    AcceptEither(
        PinnedFuture<S> first,
        PinnedFuture<B> second,
        LoopFuture<@Nullable Void> target,
        Consumer<? super S> action) {
      super(first, second, target);
      this.action = action;
    }

    @Override
    void onValue(S value, LoopFuture<@Nullable Void> target) {
      Consumer<? super S> f = action;
      if (f != null) {
        f.accept(value);
        target.finish(null);
      }
    }

    @Override
    void releaseSources() {
      super.releaseSources();
      action = null;
    }
  }

  /** {@code runAfterEither}. */
  static final class RunAfterEither<A extends @Nullable Object>
      extends Either<@Nullable Object, A, @Nullable Void> {
    private @Nullable Runnable action;

    RunAfterEither(
        PinnedFuture<@Nullable Object> first,
        PinnedFuture<A> second,
        LoopFuture<@Nullable Void> target,
        Runnable action) {
      super(first, second, target);
      this.action = action;
    }

    @Override
    void onValue(@Nullable Object value, LoopFuture<@Nullable Void> target) {
      Runnable f = action;
      if (f != null) {
        f.run();
        target.finish(null);
      }
    }

    @Override
    void releaseSources() {
      super.releaseSources();
      action = null;
    }
  }
}
