package dev.oneloop.cf;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passes the outcome of a future on to another. */
final class Relay<T extends @Nullable Object> extends UniStage<T, T> {

  Relay(PinnedFuture<T> source, LoopFuture<T> target) {
    super(source, target);
  }

  /** Completes the target of a stage with what the stage's function returned. Any thread. */
  static <T extends @Nullable Object> void from(
      CompletionStage<T> inner, LoopFuture<T> target, Stage<T> stage) {
    LoopFuture<T> source = target.executor.pin(inner);
    if (source.done()) {
      source.markObserved();
      target.finishAs(source);
    } else {
      source.attach(new Relay<>(source, target, stage));
    }
  }

  private Relay(PinnedFuture<T> source, LoopFuture<T> target, Stage<T> replaced) {
    super(source, target, replaced);
    replaced.release();
  }

  @Override
  void onValue(T value, LoopFuture<T> target) {
    target.finish(value);
  }

  @Override
  void releaseFunction() {}
}
