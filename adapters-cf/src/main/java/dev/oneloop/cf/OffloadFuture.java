package dev.oneloop.cf;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The future of work on a pool. When the loop closes, it fails. */
final class OffloadFuture<T extends @Nullable Object> extends LoopFuture<T> {

  private OffloadFuture(LoopExecutor executor) {
    super(executor);
  }

  static <T extends @Nullable Object> OffloadFuture<T> start(
      LoopExecutor executor, Executor pool, Callable<? extends T> work) {
    OffloadFuture<T> future = new OffloadFuture<>(executor);
    Work<T> task = new Work<>(future, work);
    future.setUpstream(task);
    executor.home.add(future);
    try {
      pool.execute(task);
    } catch (RuntimeException rejected) {
      future.finishExceptionally(PinnedFuture.wrapped(rejected));
    }
    if (executor.home.isClosed()) {
      future.abandon(PinnedFuture.wrapped(executor.closedException()));
    }
    return future;
  }

  @Override
  void onConclude() {
    executor.home.pending.remove(this);
  }

  private static final class Work<T extends @Nullable Object> implements Refusable, Upstream {
    private final LoopFuture<T> future;
    private volatile @Nullable Callable<? extends T> callable;

    Work(LoopFuture<T> future, Callable<? extends T> callable) {
      this.future = future;
      this.callable = callable;
    }

    @Override
    public void run() {
      Callable<? extends T> c = callable;
      if (c == null) {
        return;
      }
      try {
        future.finish(c.call());
      } catch (Throwable e) {
        future.finishExceptionally(PinnedFuture.wrapped(e));
      }
    }

    @Override
    public void refused(Throwable cause) {
      future.finishExceptionally(PinnedFuture.wrapped(cause));
    }

    @Override
    public void completed(PinnedFuture<?> completed) {
      callable = null;
    }

    @Override
    public String toString() {
      return "offload of " + callable;
    }
  }
}
