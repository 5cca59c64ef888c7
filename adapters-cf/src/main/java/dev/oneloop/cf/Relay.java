package dev.oneloop.cf;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Passes the outcome of a future on to another: a stage of which the function does nothing. */
final class Relay<T extends @Nullable Object> extends UniStage<Function<T, T>, T, T> {

  Relay(PinnedFuture<T> source, LoopFuture<T> target) {
    super(source, target, Function.identity());
  }

  /** Completes the target of a stage with what the stage's function returned. Any thread. */
  static <T extends @Nullable Object> void from(
      CompletionStage<T> inner, LoopFuture<T> target, Stage<?, T> stage) {
    LoopFuture<T> source = target.executor.pin(inner);
    if (source.done()) {
      source.markObserved();
      target.finishAs(source);
    } else {
      source.attach(new Relay<>(source, target, stage));
    }
  }

  private Relay(PinnedFuture<T> source, LoopFuture<T> target, Stage<?, T> replaced) {
    super(source, target, Function.identity(), replaced);
    replaced.release();
  }

  @Override
  void onValue(Function<T, T> identity, T value, LoopFuture<T> target) {
    target.settle(value);
  }
}
