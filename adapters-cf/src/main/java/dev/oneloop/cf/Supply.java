package dev.oneloop.cf;

import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Completes a future with what a supplier gives, on whatever executor. */
final class Supply<T extends @Nullable Object> implements Refusable, AsynchronousCompletionTask {
  private final LoopFuture<T> future;
  private final Supplier<? extends T> supplier;

  Supply(LoopFuture<T> future, Supplier<? extends T> supplier) {
    this.future = future;
    this.supplier = supplier;
  }

  @Override
  public void run() {
    if (future.done()) {
      return;
    }
    try {
      future.complete(supplier.get());
    } catch (Throwable e) {
      future.completeExceptionally(PinnedFuture.wrapped(e));
    }
  }

  @Override
  public void refused(Throwable cause) {
    future.completeExceptionally(PinnedFuture.wrapped(cause));
  }
}
