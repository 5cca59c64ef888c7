package dev.oneloop.cf;

import dev.oneloop.LoopTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A task that completes a future; the future's completion by others takes it out of the queue. */
abstract class Supply<T extends @Nullable Object> extends LoopTask
    implements Tracked, Upstream, AsynchronousCompletionTask {
  private final LoopFuture<T> future;
  private @Nullable Links before;
  private @Nullable Links after;

  Supply(LoopFuture<T> future) {
    this.future = future;
  }

  abstract void supply(LoopFuture<T> to) throws Throwable;

  /** Lets go of the function, as the loop may hold this a little longer. */
  abstract void release();

  @Override
  public final void run() {
    Lifecycle lifecycle = future.executor.lifecycle;
    if (lifecycle.begin(this)) {
      try {
        if (!future.done()) {
          supply(future);
        }
      } catch (Throwable e) {
        future.finishExceptionally(PinnedFuture.wrapped(e));
      } finally {
        release();
        lifecycle.end();
      }
      future.executor.home.ensureRun();
    }
  }

  @Override
  public final void completed(PinnedFuture<?> completed) {
    // Mostly it is the task itself that completed the future.
    if (isPending() && future.executor.lifecycle.remove(this)) {
      cancel();
      release();
    }
  }

  @Override
  protected final void rejected(Throwable cause) {
    if (future.executor.lifecycle.remove(this)) {
      dropped(cause);
    }
  }

  @Override
  public final Runnable handle() {
    return this;
  }

  @Override
  public final void dequeue() {
    cancel();
  }

  @Override
  public final void dropped(Throwable cause) {
    release();
    if (future.failQuietly(new CompletionException(cause))) {
      future.conclude();
    }
  }

  @Override
  public final @Nullable Links before() {
    return before;
  }

  @Override
  public final void before(@Nullable Links node) {
    before = node;
  }

  @Override
  public final @Nullable Links after() {
    return after;
  }

  @Override
  public final void after(@Nullable Links node) {
    after = node;
  }

  @Override
  public final String toString() {
    return "Task of " + future;
  }

  static final class OfSupplier<T extends @Nullable Object> extends Supply<T> {
    private @Nullable Supplier<? extends T> supplier;

    OfSupplier(LoopFuture<T> future, Supplier<? extends T> supplier) {
      super(future);
      this.supplier = supplier;
    }

    @Override
    void supply(LoopFuture<T> to) {
      Supplier<? extends T> s = supplier;
      if (s != null) {
        to.finish(s.get());
      }
    }

    @Override
    void release() {
      supplier = null;
    }
  }

  static final class OfCallable<T extends @Nullable Object> extends Supply<T> {
    private @Nullable Callable<? extends T> callable;

    OfCallable(LoopFuture<T> future, Callable<? extends T> callable) {
      super(future);
      this.callable = callable;
    }

    @Override
    void supply(LoopFuture<T> to) throws Exception {
      Callable<? extends T> c = callable;
      if (c != null) {
        to.finish(c.call());
      }
    }

    @Override
    void release() {
      callable = null;
    }
  }

  static final class OfRunnable extends Supply<Void> {
    private @Nullable Runnable action;

    OfRunnable(LoopFuture<Void> future, Runnable action) {
      super(future);
      this.action = action;
    }

    @Override
    void supply(LoopFuture<Void> to) {
      Runnable a = action;
      if (a != null) {
        a.run();
        PinnedFuture.finishVoid(to);
      }
    }

    @Override
    void release() {
      action = null;
    }
  }
}
