package dev.oneloop.cf;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The stages that wait for both of two sources. */
final class BothStages {
  private BothStages() {}

  /** Waits for both, and fails if one of them did. */
  abstract static class Both<
          A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object>
      extends BiStage<A, B, T> {
    Both(PinnedFuture<A> first, PinnedFuture<B> second, LoopFuture<T> target) {
      super(first, second, target);
    }

    abstract void onValues(A a, B b, LoopFuture<T> target) throws Throwable;

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
    final void apply(LoopFuture<T> target) throws Throwable {
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
        onValues(a.value(), b.value(), target);
      }
    }
  }

  /** {@code thenCombine}. */
  static final class Combine<
          A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object>
      extends Both<A, B, T> {
    private @Nullable BiFunction<? super A, ? super B, ? extends T> function;

    Combine(
        PinnedFuture<A> first,
        PinnedFuture<B> second,
        LoopFuture<T> target,
        BiFunction<? super A, ? super B, ? extends T> function) {
      super(first, second, target);
      this.function = function;
    }

    @Override
    void onValues(A a, B b, LoopFuture<T> target) {
      BiFunction<? super A, ? super B, ? extends T> f = function;
      if (f != null) {
        target.finish(f.apply(a, b));
      }
    }

    @Override
    void releaseSources() {
      super.releaseSources();
      function = null;
    }
  }

  /** {@code thenAcceptBoth}. */
  static final class AcceptBoth<A extends @Nullable Object, B extends @Nullable Object>
      extends Both<A, B, @Nullable Void> {
    private @Nullable BiConsumer<? super A, ? super B> action;

    AcceptBoth(
        PinnedFuture<A> first,
        PinnedFuture<B> second,
        LoopFuture<@Nullable Void> target,
        BiConsumer<? super A, ? super B> action) {
      super(first, second, target);
      this.action = action;
    }

    @Override
    void onValues(A a, B b, LoopFuture<@Nullable Void> target) {
      BiConsumer<? super A, ? super B> f = action;
      if (f != null) {
        f.accept(a, b);
        target.finish(null);
      }
    }

    @Override
    void releaseSources() {
      super.releaseSources();
      action = null;
    }
  }

  /** {@code runAfterBoth}. */
  static final class RunAfterBoth<A extends @Nullable Object, B extends @Nullable Object>
      extends Both<A, B, @Nullable Void> {
    private @Nullable Runnable action;

    RunAfterBoth(
        PinnedFuture<A> first,
        PinnedFuture<B> second,
        LoopFuture<@Nullable Void> target,
        Runnable action) {
      super(first, second, target);
      this.action = action;
    }

    @Override
    void onValues(A a, B b, LoopFuture<@Nullable Void> target) {
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
