package dev.oneloop.cf;

import dev.oneloop.LoopTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task that went to the loop without delay: a node in the {@link TaskQueue} of its executor.
 *
 * <p>Whoever takes its work decides what becomes of it: the loop, which performs it, a
 * cancellation, or a shutdown. This does not rest on {@link LoopTask#cancel()}, since a loop that
 * somebody wrote may know nothing of it and run what was cancelled.
 *
 * @param <W> what there is to be done
 */
abstract class QueuedTask<W> extends LoopTask implements Tracked {
  private static final VarHandle NEXT;
  private static final VarHandle WORK;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(QueuedTask.class, "next", QueuedTask.class);
      WORK = lookup.findVarHandle(QueuedTask.class, "work", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What the {@link TaskQueue} keeps here. Written with release, read with acquire. */
  private @Nullable QueuedTask<?> next;

  /** Null once taken, by an exchange. Read with acquire. */
  private @Nullable Object work;

  QueuedTask(@Nullable W work) {
    this.work = work;
  }

  final @Nullable QueuedTask<?> next() {
    return (QueuedTask<?>) NEXT.getAcquire(this);
  }

  final void linkTo(QueuedTask<?> task) {
    NEXT.setRelease(this, task);
  }

  /** The executor that this belongs to. May be null once somebody has taken the work. */
  abstract @Nullable LoopExecutor executor();

  /** Does the work. On the loop. */
  abstract void perform(W taken);

  /** Fails what depends on the work, which will not be done because the loop has closed. */
  abstract void refuse(W taken, Throwable cause);

  /** As {@link #refuse}, because of {@code shutdownNow}; what that returns for this. */
  abstract Runnable evict(W taken, Throwable cause);

  /** Lets go of what else this holds: the work was taken, and will not be done. */
  void release() {}

  /** What there is to be done, unless it has been taken. */
  final @Nullable Object work() {
    return WORK.getAcquire(this);
  }

  /** Gives the work to one caller only. */
  @SuppressWarnings("unchecked") // nothing else is stored
  private @Nullable W take() {
    return work() == null ? null : (W) WORK.getAndSet(this, (Object) null);
  }

  @Override
  public final void run() {
    LoopExecutor executor = executor();
    if (executor == null) {
      return;
    }
    Lifecycle lifecycle = executor.lifecycle;
    // Before the work is taken, so that at any moment the executor has a task that waits or runs.
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

  @Override
  protected final void rejected(Throwable cause) {
    LoopExecutor executor = executor();
    W taken = take();
    if (executor != null && taken != null) {
      refuse(taken, cause);
      leave(executor);
    }
  }

  @Override
  public final @Nullable Runnable evict(Throwable cause) {
    LoopExecutor executor = executor();
    W taken = take();
    if (executor == null || taken == null) {
      return null;
    }
    Runnable handle = evict(taken, cause);
    leave(executor);
    return handle;
  }

  @Override
  public final boolean withdraw() {
    LoopExecutor executor = executor();
    if (executor == null || take() == null) {
      return false;
    }
    leave(executor);
    return true;
  }

  private void leave(LoopExecutor executor) {
    cancel();
    release();
    executor.lifecycle.left();
  }
}
