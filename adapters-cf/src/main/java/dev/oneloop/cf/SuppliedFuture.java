package dev.oneloop.cf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future that is the task by which it is completed. One object, as two would take 64 bytes where
 * the JDK's take 56; this has 40. Its completion by others takes the work out of the queue.
 *
 * @param <W> the function that gives the outcome
 */
abstract class SuppliedFuture<W, T extends @Nullable Object> extends LoopFuture<T>
    implements Queued, AsynchronousCompletionTask {
  private static final VarHandle NEXT;
  private static final VarHandle WORK;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(SuppliedFuture.class, "next", Object.class);
      WORK = lookup.findVarHandle(SuppliedFuture.class, "work", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A {@link Queued}. */
  private @Nullable Object next;

  /** A {@code W}. Null once taken, by an exchange. */
  private @Nullable Object work;

  SuppliedFuture(LoopExecutor executor, W work) {
    super(executor);
    this.work = work;
  }

  /** Completes this with what the function gives. */
  abstract void supply(W function) throws Throwable;

  @Override
  public final @Nullable Queued next() {
    return (Queued) NEXT.getAcquire(this);
  }

  @Override
  public final void linkTo(Queued node) {
    NEXT.setRelease(this, node);
  }

  @Override
  public final boolean isWaiting() {
    return WORK.getAcquire(this) != null;
  }

  @Override
  public final boolean keepsOutcome() {
    return true;
  }

  /** Gives the work to one caller only. */
  @SuppressWarnings("unchecked") // nothing else is stored
  private @Nullable W take() {
    return isWaiting() ? (W) WORK.getAndSet(this, (Object) null) : null;
  }

  @Override
  public final void run() {
    Lifecycle lifecycle = executor.lifecycle;
    // In this order for the reason given in PlainTask.
    lifecycle.begin();
    try {
      W taken = take();
      if (taken != null) {
        perform(taken);
      }
    } finally {
      lifecycle.end();
    }
  }

  private void perform(W taken) {
    try {
      if (!done()) {
        supply(taken);
      }
    } catch (Throwable e) {
      finishExceptionally(wrapped(e));
    }
    executor.home.ensureRun();
  }

  /** The loop has closed, or its executor has. Any thread. */
  final boolean refuse(Throwable cause) {
    if (take() == null) {
      return false;
    }
    if (failQuietly(new CompletionException(cause))) {
      conclude();
    }
    executor.lifecycle.left();
    return true;
  }

  @Override
  public final @Nullable Runnable evict(Throwable cause) {
    return refuse(cause) ? this : null;
  }

  @Override
  public final boolean withdraw() {
    if (take() == null) {
      return false;
    }
    executor.lifecycle.left();
    return true;
  }

  @Override
  final void onConclude() {
    // Mostly it is the task itself that completed the future, and then there is nothing to take.
    withdraw();
  }

  static final class BySupplier<T extends @Nullable Object>
      extends SuppliedFuture<Supplier<? extends T>, T> {
    BySupplier(LoopExecutor executor, Supplier<? extends T> supplier) {
      super(executor, supplier);
    }

    @Override
    void supply(Supplier<? extends T> supplier) {
      finish(supplier.get());
    }
  }

  static final class ByCallable<T extends @Nullable Object>
      extends SuppliedFuture<Callable<? extends T>, T> {
    ByCallable(LoopExecutor executor, Callable<? extends T> callable) {
      super(executor, callable);
    }

    @Override
    void supply(Callable<? extends T> callable) throws Exception {
      finish(callable.call());
    }
  }

  static final class ByRunnable extends SuppliedFuture<Runnable, @Nullable Void> {
    ByRunnable(LoopExecutor executor, Runnable action) {
      super(executor, action);
    }

    @Override
    void supply(Runnable action) {
      action.run();
      finish(null);
    }
  }
}
