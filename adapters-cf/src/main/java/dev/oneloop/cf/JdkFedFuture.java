package dev.oneloop.cf;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What {@code newIncompleteFuture()} gives to the JDK, which may complete it without calling any of
 * its methods, as {@code CompletableFuture.anyOf} does if it is given one future. So once something
 * hangs on it, it waits for itself as if it was a foreign future.
 */
final class JdkFedFuture<T extends @Nullable Object> extends RootFuture<T> {
  /** Racing threads may both set it and hook twice, which does no harm. */
  private boolean hooked;

  JdkFedFuture(LoopExecutor executor) {
    super(executor);
  }

  @Override
  void beforeUse() {
    if (!hooked && !done()) {
      hooked = true;
      CompletableFuture<Void> unused =
          CompletableFuture.allOf(this).whenComplete((value, failure) -> conclude());
    }
  }

  @Override
  public int getNumberOfDependents() {
    return super.getNumberOfDependents() - (hooked && !done() ? 1 : 0);
  }
}
