package dev.oneloop.cf;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages with one source, by what they do with its outcome. */
final class UniStages {
  private UniStages() {}

  /** {@code thenApply}. */
  static final class Apply<S extends @Nullable Object, T extends @Nullable Object>
      extends UniStage<S, T> {
    private @Nullable Function<? super S, ? extends T> function;

    Apply(PinnedFuture<S> source, LoopFuture<T> target, Function<? super S, ? extends T> function) {
      super(source, target);
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
    void releaseFunction() {
      function = null;
    }
  }

  /** {@code thenAccept}. */
  static final class Accept<S extends @Nullable Object> extends UniStage<S, @Nullable Void> {
    private @Nullable Consumer<? super S> action;

    Accept(PinnedFuture<S> source, LoopFuture<@Nullable Void> target, Consumer<? super S> action) {
      super(source, target);
      this.action = action;
    }

    @Override
    void onValue(S value, LoopFuture<@Nullable Void> target) {
      Consumer<? super S> a = action;
      if (a != null) {
        a.accept(value);
        target.finish(null);
      }
    }

    @Override
    void releaseFunction() {
      action = null;
    }
  }

  /** {@code thenRun}. */
  static final class Run<S extends @Nullable Object> extends UniStage<S, @Nullable Void> {
    private @Nullable Runnable action;

    Run(PinnedFuture<S> source, LoopFuture<@Nullable Void> target, Runnable action) {
      super(source, target);
      this.action = action;
    }

    @Override
    void onValue(S value, LoopFuture<@Nullable Void> target) {
      Runnable a = action;
      if (a != null) {
        a.run();
        target.finish(null);
      }
    }

    @Override
    void releaseFunction() {
      action = null;
    }
  }

  /** {@code handle}. */
  static final class Handle<S extends @Nullable Object, T extends @Nullable Object>
      extends UniStage<S, T> {
    private @Nullable BiFunction<? super S, Throwable, ? extends T> function;

    Handle(
        PinnedFuture<S> source,
        LoopFuture<T> target,
        BiFunction<? super S, Throwable, ? extends T> function) {
      super(source, target);
      this.function = function;
    }

    @Override
    boolean takes(boolean failure) {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no failure"
    void onValue(S value, LoopFuture<T> target) {
      BiFunction<? super S, Throwable, ? extends T> f = function;
      if (f != null) {
        target.finish(f.apply(value, null));
      }
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no value"
    void onFailure(Throwable failure, LoopFuture<T> target) {
      BiFunction<? super S, Throwable, ? extends T> f = function;
      if (f != null) {
        target.finish(f.apply(null, failure));
      }
    }

    @Override
    void releaseFunction() {
      function = null;
    }
  }

  /** {@code whenComplete}. */
  static final class WhenComplete<T extends @Nullable Object> extends UniStage<T, T> {
    private @Nullable BiConsumer<? super T, ? super Throwable> action;

    WhenComplete(
        PinnedFuture<T> source,
        LoopFuture<T> target,
        BiConsumer<? super T, ? super Throwable> action) {
      super(source, target);
      this.action = action;
    }

    @Override
    boolean takes(boolean failure) {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no failure"
    void onValue(T value, LoopFuture<T> target) {
      BiConsumer<? super T, ? super Throwable> a = action;
      if (a != null) {
        a.accept(value, null);
        target.finish(value);
      }
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no value"
    void onFailure(Throwable failure, LoopFuture<T> target) {
      BiConsumer<? super T, ? super Throwable> a = action;
      if (a != null) {
        try {
          a.accept(null, failure);
        } catch (Throwable e) {
          if (e != failure) {
            failure.addSuppressed(e);
          }
        }
        target.finishExceptionally(PinnedFuture.wrapped(failure));
      }
    }

    @Override
    void releaseFunction() {
      action = null;
    }
  }

  /** {@code exceptionally}. */
  static final class Recover<T extends @Nullable Object> extends UniStage<T, T> {
    private @Nullable Function<Throwable, ? extends T> function;

    Recover(
        PinnedFuture<T> source, LoopFuture<T> target, Function<Throwable, ? extends T> function) {
      super(source, target);
      this.function = function;
    }

    @Override
    boolean takes(boolean failure) {
      return failure;
    }

    @Override
    void onValue(T value, LoopFuture<T> target) {
      target.finish(value);
    }

    @Override
    void onFailure(Throwable failure, LoopFuture<T> target) {
      Function<Throwable, ? extends T> f = function;
      if (f != null) {
        target.finish(f.apply(failure));
      }
    }

    @Override
    void releaseFunction() {
      function = null;
    }
  }

  /** {@code thenCompose}. */
  static final class Compose<S extends @Nullable Object, T extends @Nullable Object>
      extends UniStage<S, T> {
    private @Nullable Function<? super S, ? extends CompletionStage<T>> function;

    Compose(
        PinnedFuture<S> source,
        LoopFuture<T> target,
        Function<? super S, ? extends CompletionStage<T>> function) {
      super(source, target);
      this.function = function;
    }

    @Override
    void onValue(S value, LoopFuture<T> target) {
      Function<? super S, ? extends CompletionStage<T>> f = function;
      if (f != null) {
        Relay.from(f.apply(value), target, this);
      }
    }

    @Override
    void releaseFunction() {
      function = null;
    }
  }

  /** {@code exceptionallyCompose}. */
  static final class RecoverCompose<T extends @Nullable Object> extends UniStage<T, T> {
    private @Nullable Function<Throwable, ? extends CompletionStage<T>> function;

    RecoverCompose(
        PinnedFuture<T> source,
        LoopFuture<T> target,
        Function<Throwable, ? extends CompletionStage<T>> function) {
      super(source, target);
      this.function = function;
    }

    @Override
    boolean takes(boolean failure) {
      return failure;
    }

    @Override
    void onValue(T value, LoopFuture<T> target) {
      target.finish(value);
    }

    @Override
    void onFailure(Throwable failure, LoopFuture<T> target) {
      Function<Throwable, ? extends CompletionStage<T>> f = function;
      if (f != null) {
        Relay.from(f.apply(failure), target, this);
      }
    }

    @Override
    void releaseFunction() {
      function = null;
    }
  }
}
