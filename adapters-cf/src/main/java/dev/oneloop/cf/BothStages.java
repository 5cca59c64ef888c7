package dev.oneloop.cf;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The stages that wait for both of two sources. */
final class BothStages {
  private BothStages() {}

  /** Waits for both, and fails if one of them did. */
  abstract static class Both<
          F, A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object>
      extends BiStage<F, A, B, T> {
    Both(
        PinnedFuture<A> first,
        CompletionStage<? extends B> other,
        LoopFuture<T> target,
        F function) {
      super(first, other, target, function);
    }

    abstract void onValues(F function, A a, B b, LoopFuture<T> target) throws Throwable;

    @Override
    final boolean isReady() {
      PinnedFuture<A> a = first;
      PinnedFuture<B> b = second;
      return a != null && b != null && a.done() && b.done();
    }

    @Override
    final boolean callsFunction() {
      PinnedFuture<A> a = first;
      PinnedFuture<B> b = second;
      return a != null && b != null && !a.failed() && !b.failed();
    }

    @Override
    final void apply(F function, LoopFuture<T> target) throws Throwable {
      PinnedFuture<A> a = first;
      PinnedFuture<B> b = second;
      if (a == null || b == null) {
        return;
      }
      if (a.failed()) {
        target.finishExceptionally(PinnedFuture.wrapped(PinnedFuture.failureOf(a)));
      } else if (b.failed()) {
        target.finishExceptionally(PinnedFuture.wrapped(PinnedFuture.failureOf(b)));
      } else {
        onValues(function, a.value(), b.value(), target);
      }
    }
  }

  /** {@code thenCombine}. */
  static final class Combine<
          A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object>
      extends Both<BiFunction<? super A, ? super B, ? extends T>, A, B, T> {
    Combine(
        PinnedFuture<A> first,
        CompletionStage<? extends B> other,
        LoopFuture<T> target,
        BiFunction<? super A, ? super B, ? extends T> function) {
      super(first, other, target, function);
    }

    @Override
    void onValues(
        BiFunction<? super A, ? super B, ? extends T> function, A a, B b, LoopFuture<T> target) {
      target.settle(function.apply(a, b));
    }
  }

  /** {@code thenAcceptBoth}. */
  static final class AcceptBoth<A extends @Nullable Object, B extends @Nullable Object>
      extends Both<BiConsumer<? super A, ? super B>, A, B, @Nullable Void> {
    AcceptBoth(
        PinnedFuture<A> first,
        CompletionStage<? extends B> other,
        LoopFuture<@Nullable Void> target,
        BiConsumer<? super A, ? super B> action) {
      super(first, other, target, action);
    }

    @Override
    void onValues(
        BiConsumer<? super A, ? super B> action, A a, B b, LoopFuture<@Nullable Void> target) {
      action.accept(a, b);
      target.settle(null);
    }
  }

  /** {@code runAfterBoth}. */
  static final class RunAfterBoth<A extends @Nullable Object>
      extends Both<Runnable, A, @Nullable Object, @Nullable Void> {
    RunAfterBoth(
        PinnedFuture<A> first,
        CompletionStage<?> other,
        LoopFuture<@Nullable Void> target,
        Runnable action) {
      super(first, other, target, action);
    }

    @Override
    void onValues(Runnable action, A a, @Nullable Object b, LoopFuture<@Nullable Void> target) {
      action.run();
      target.settle(null);
    }
  }
}
