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
      extends UniStage<Function<? super S, ? extends T>, S, T> {
    Apply(PinnedFuture<S> source, LoopFuture<T> target, Function<? super S, ? extends T> function) {
      super(source, target, function);
    }

    @Override
    void onValue(Function<? super S, ? extends T> function, S value, LoopFuture<T> target) {
      target.settle(function.apply(value));
    }
  }

  /** {@code thenAccept}. */
  static final class Accept<S extends @Nullable Object>
      extends UniStage<Consumer<? super S>, S, @Nullable Void> {
    Accept(PinnedFuture<S> source, LoopFuture<@Nullable Void> target, Consumer<? super S> action) {
      super(source, target, action);
    }

    @Override
    void onValue(Consumer<? super S> action, S value, LoopFuture<@Nullable Void> target) {
      action.accept(value);
      target.settle(null);
    }
  }

  /** {@code thenRun}. */
  static final class Run<S extends @Nullable Object> extends UniStage<Runnable, S, @Nullable Void> {
    Run(PinnedFuture<S> source, LoopFuture<@Nullable Void> target, Runnable action) {
      super(source, target, action);
    }

    @Override
    void onValue(Runnable action, S value, LoopFuture<@Nullable Void> target) {
      action.run();
      target.settle(null);
    }
  }

  /** {@code handle}. */
  static final class Handle<S extends @Nullable Object, T extends @Nullable Object>
      extends UniStage<BiFunction<? super S, Throwable, ? extends T>, S, T> {
    Handle(
        PinnedFuture<S> source,
        LoopFuture<T> target,
        BiFunction<? super S, Throwable, ? extends T> function) {
      super(source, target, function);
    }

    @Override
    boolean takes(boolean failure) {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no failure"
    void onValue(
        BiFunction<? super S, Throwable, ? extends T> function, S value, LoopFuture<T> target) {
      target.settle(function.apply(value, null));
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no value"
    void onFailure(
        BiFunction<? super S, Throwable, ? extends T> function,
        Throwable failure,
        LoopFuture<T> target) {
      target.settle(function.apply(null, failure));
    }
  }

  /** {@code whenComplete}. */
  static final class WhenComplete<T extends @Nullable Object>
      extends UniStage<BiConsumer<? super T, ? super Throwable>, T, T> {
    WhenComplete(
        PinnedFuture<T> source,
        LoopFuture<T> target,
        BiConsumer<? super T, ? super Throwable> action) {
      super(source, target, action);
    }

    @Override
    boolean takes(boolean failure) {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no failure"
    void onValue(BiConsumer<? super T, ? super Throwable> action, T value, LoopFuture<T> target) {
      action.accept(value, null);
      target.settle(value);
    }

    @Override
    @SuppressWarnings("NullAway") // as in the JDK: null stands for "no value"
    void onFailure(
        BiConsumer<? super T, ? super Throwable> action, Throwable failure, LoopFuture<T> target) {
      try {
        action.accept(null, failure);
      } catch (Throwable e) {
        if (e != failure) {
          failure.addSuppressed(e);
        }
      }
      target.finishExceptionally(PinnedFuture.wrapped(failure));
    }
  }

  /** {@code exceptionally}. */
  static final class Recover<T extends @Nullable Object>
      extends UniStage<Function<Throwable, ? extends T>, T, T> {
    Recover(
        PinnedFuture<T> source, LoopFuture<T> target, Function<Throwable, ? extends T> function) {
      super(source, target, function);
    }

    @Override
    boolean takes(boolean failure) {
      return failure;
    }

    @Override
    void onValue(Function<Throwable, ? extends T> function, T value, LoopFuture<T> target) {
      target.settle(value);
    }

    @Override
    void onFailure(
        Function<Throwable, ? extends T> function, Throwable failure, LoopFuture<T> target) {
      target.settle(function.apply(failure));
    }
  }

  /** {@code thenCompose}. */
  static final class Compose<S extends @Nullable Object, T extends @Nullable Object>
      extends UniStage<Function<? super S, ? extends CompletionStage<T>>, S, T> {
    Compose(
        PinnedFuture<S> source,
        LoopFuture<T> target,
        Function<? super S, ? extends CompletionStage<T>> function) {
      super(source, target, function);
    }

    @Override
    void onValue(
        Function<? super S, ? extends CompletionStage<T>> function, S value, LoopFuture<T> target) {
      Relay.from(function.apply(value), target, this);
    }
  }

  /** {@code exceptionallyCompose}. */
  static final class RecoverCompose<T extends @Nullable Object>
      extends UniStage<Function<Throwable, ? extends CompletionStage<T>>, T, T> {
    RecoverCompose(
        PinnedFuture<T> source,
        LoopFuture<T> target,
        Function<Throwable, ? extends CompletionStage<T>> function) {
      super(source, target, function);
    }

    @Override
    boolean takes(boolean failure) {
      return failure;
    }

    @Override
    void onValue(
        Function<Throwable, ? extends CompletionStage<T>> function, T value, LoopFuture<T> target) {
      target.settle(value);
    }

    @Override
    void onFailure(
        Function<Throwable, ? extends CompletionStage<T>> function,
        Throwable failure,
        LoopFuture<T> target) {
      Relay.from(function.apply(failure), target, this);
    }
  }
}
