package dev.oneloop.cf;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A future that is completed from outside. When the loop closes its stages fail; it does not. */
class RootFuture<T extends @Nullable Object> extends LoopFuture<T> {
  RootFuture(LoopExecutor executor) {
    super(executor);
  }

  @Override
  final void onFirstDependent() {
    executor.home.add(this);
  }

  @Override
  final void onFire() {
    executor.home.pending.removeOnLoop(this);
  }

  @Override
  final void abandon(CompletionException cause) {
    executor.home.failDependents(this, cause);
  }
}
