package dev.oneloop.cf;

import dev.oneloop.LoopTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A task given to {@code execute} or {@code submit}. */
final class PlainTask extends LoopTask implements Queued {
  private static final VarHandle NEXT;
  private static final VarHandle BODY;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(PlainTask.class, "next", Object.class);
      BODY = lookup.findVarHandle(PlainTask.class, "body", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LoopExecutor executor;

  /** A {@link Queued}. */
  private @Nullable Object next;

  /** Null once taken, by an exchange. */
  private @Nullable Runnable body;

  /** What runs now, for those who want to know its name. */
  private @Nullable Runnable running;

  PlainTask(LoopExecutor executor, Runnable body) {
    this.executor = executor;
    this.body = body;
  }

  @Override
  public @Nullable Queued next() {
    return (Queued) NEXT.getAcquire(this);
  }

  @Override
  public void linkTo(Queued node) {
    NEXT.setRelease(this, node);
  }

  @Override
  public boolean isWaiting() {
    return (Runnable) BODY.getAcquire(this) != null;
  }

  @Override
  public boolean keepsOutcome() {
    return false;
  }

  /** Gives the work to one caller only. */
  private @Nullable Runnable take() {
    return isWaiting() ? (Runnable) BODY.getAndSet(this, (Runnable) null) : null;
  }

  @Override
  public void run() {
    Lifecycle lifecycle = executor.lifecycle;
    // Before the work is taken, so that at any moment the executor has a task that waits or runs.
    lifecycle.begin();
    try {
      Runnable taken = take();
      if (taken != null) {
        running = taken;
        TaskFuture.runTaken(taken);
      }
    } finally {
      running = null;
      lifecycle.end();
    }
  }

  @Override
  protected void rejected(Throwable cause) {
    Runnable taken = take();
    if (taken != null) {
      Refusable.refuse(executor.loop(), taken, cause);
      leave();
    }
  }

  @Override
  public @Nullable Runnable evict(Throwable cause) {
    Runnable taken = take();
    if (taken == null) {
      return null;
    }
    Runnable handle = Refusable.evict(executor.loop(), taken, cause);
    leave();
    return handle;
  }

  @Override
  public boolean withdraw() {
    if (take() == null) {
      return false;
    }
    leave();
    return true;
  }

  private void leave() {
    cancel();
    executor.lifecycle.left();
  }

  @Override
  public String toString() {
    Runnable now = running;
    return String.valueOf(now != null ? now : body);
  }
}
