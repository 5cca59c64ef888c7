package dev.oneloop.cf;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that completes a future; the future's completion by others takes it out of the queue.
 *
 * @param <W> the function that gives the outcome
 */
abstract class Supply<W, T extends @Nullable Object> extends QueuedTask<W>
    implements Upstream, AsynchronousCompletionTask {
  /** Null once the outcome is there, as the queue may hold this a little longer. */
  private @Nullable LoopFuture<T> future;

  Supply(LoopFuture<T> future, W function) {
    super(function);
    this.future = future;
  }

  abstract void supply(W function, LoopFuture<T> to) throws Throwable;

  @Override
  final @Nullable LoopExecutor executor() {
    LoopFuture<T> f = future;
    return f == null ? null : f.executor;
  }

  @Override
  final void perform(W function) {
    LoopFuture<T> f = future;
    if (f == null) {
      return;
    }
    try {
      if (!f.done()) {
        supply(function, f);
      }
    } catch (Throwable e) {
      f.finishExceptionally(PinnedFuture.wrapped(e));
    }
    release();
    f.executor.home.ensureRun();
  }

  @Override
  final void release() {
    future = null;
  }

  @Override
  public final void completed(PinnedFuture<?> completed) {
    // Mostly it is the task itself that completed the future, and then there is nothing to take.
    withdraw();
  }

  @Override
  final void refuse(W function, Throwable cause) {
    LoopFuture<T> f = future;
    if (f != null && f.failQuietly(new CompletionException(cause))) {
      f.conclude();
    }
  }

  @Override
  final Runnable evict(W function, Throwable cause) {
    refuse(function, cause);
    return this;
  }

  @Override
  public final String toString() {
    return "Task of " + future;
  }

  static final class OfSupplier<T extends @Nullable Object>
      extends Supply<Supplier<? extends T>, T> {
    OfSupplier(LoopFuture<T> future, Supplier<? extends T> supplier) {
      super(future, supplier);
    }

    @Override
    void supply(Supplier<? extends T> supplier, LoopFuture<T> to) {
      to.finish(supplier.get());
    }
  }

  static final class OfCallable<T extends @Nullable Object>
      extends Supply<Callable<? extends T>, T> {
    OfCallable(LoopFuture<T> future, Callable<? extends T> callable) {
      super(future, callable);
    }

    @Override
    void supply(Callable<? extends T> callable, LoopFuture<T> to) throws Exception {
      to.finish(callable.call());
    }
  }

  static final class OfRunnable extends Supply<Runnable, @Nullable Void> {
    OfRunnable(LoopFuture<@Nullable Void> future, Runnable action) {
      super(future, action);
    }

    @Override
    void supply(Runnable action, LoopFuture<@Nullable Void> to) {
      action.run();
      to.finish(null);
    }
  }
}
