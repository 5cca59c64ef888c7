package dev.oneloop.rx3;

import dev.oneloop.LoopTimer;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task with a delay: its own node in the loop's timers and in its worker's chain, and its own
 * {@link Disposable}. 40 bytes, for the price of not knowing its worker but by the end of the
 * chain.
 */
class WorkerTimer extends LoopTimer
    implements Link, Disposable, SchedulerRunnableIntrospection, Submission {
  private static final VarHandle RUN;

  static {
    try {
      RUN = MethodHandles.lookup().findVarHandle(WorkerTimer.class, "run", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What to run; null once settled. Released by whoever settles it, acquired by those who ask. */
  private @Nullable Runnable run;

  /** Plain: see {@link LoopWorker}. */
  private Link older;

  WorkerTimer(Runnable run, LoopWorker worker) {
    this.run = run;
    this.older = worker;
  }

  @Override
  public void run() {
    runOnce();
  }

  /** Runs and settles it, unless it was disposed. On the loop. */
  final void runOnce() {
    Runnable r = run;
    if (r != null) {
      Errors.runReporting(r);
      settle();
    }
  }

  /** What to run, if not disposed. */
  final @Nullable Runnable content() {
    return (Runnable) RUN.getAcquire(this);
  }

  @Override
  protected void cancelled() {
    settle();
  }

  @Override
  public void rejected(Throwable cause) {
    settle();
  }

  final void settle() {
    RUN.setRelease(this, null);
    LoopWorker.settled(this);
  }

  @Override
  public void dispose() {
    if (!cancel()) {
      settle();
    }
  }

  @Override
  public final boolean isDisposed() {
    return isSettled();
  }

  @Override
  public final boolean isSettled() {
    return RUN.getAcquire(this) == null;
  }

  @Override
  public final Runnable getWrappedRunnable() {
    return Wrapped.orNothing(content());
  }

  @Override
  protected @Nullable Object source() {
    Link end = older;
    while (end != end.older()) {
      end = end.older();
    }
    return end instanceof LoopWorker worker ? worker.sourceOf(this) : null;
  }

  @Override
  public final Link older() {
    return older;
  }

  @Override
  public final void older(Link link) {
    older = link;
  }

  @Override
  public String toString() {
    return Wrapped.describe("WorkerTimer", content());
  }
}
