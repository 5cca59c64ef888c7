package dev.oneloop.rx3;

import dev.oneloop.LoopTask;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task without delay: its own node in the loop's queue and in its worker's chain, and its own
 * {@link Disposable}. 32 bytes.
 */
final class WorkerTask extends LoopTask
    implements Link, Disposable, SchedulerRunnableIntrospection, Submission, WorkerRun {
  private static final VarHandle RUN;

  static {
    try {
      RUN = MethodHandles.lookup().findVarHandle(WorkerTask.class, "run", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LoopWorker worker;

  /** What to run; null once settled. Released by whoever settles it, acquired by those who ask. */
  private @Nullable Runnable run;

  /** Plain: see {@link LoopWorker}. */
  private Link older;

  WorkerTask(Runnable run, LoopWorker worker) {
    this.run = run;
    this.worker = worker;
    this.older = worker;
  }

  @Override
  public void run() {
    worker.dequeued();
    if (worker.begins(this)) {
      runHere();
      worker.ended();
    }
  }

  @Override
  public void runHere() {
    Runnable r = run;
    if (r != null) {
      Errors.runReporting(r);
      settle();
    }
  }

  @Override
  protected void cancelled() {
    calledOff();
  }

  @Override
  public void rejected(Throwable cause) {
    calledOff();
  }

  private void calledOff() {
    settle();
    worker.calledOff(this);
  }

  private void settle() {
    RUN.setRelease(this, null);
    Link.skipSettledFrom(this);
  }

  @Override
  public void dispose() {
    if (!cancel()) {
      settle();
    }
  }

  @Override
  public boolean isDisposed() {
    return isSettled();
  }

  @Override
  public boolean isSettled() {
    return RUN.getAcquire(this) == null;
  }

  @Override
  public Runnable getWrappedRunnable() {
    return Wrapped.orNothing((Runnable) RUN.getAcquire(this));
  }

  @Override
  protected @Nullable Object source() {
    return worker.sourceOf(this);
  }

  @Override
  public Link older() {
    return older;
  }

  @Override
  public void older(Link link) {
    older = link;
  }

  @Override
  public String toString() {
    return Wrapped.describe("WorkerTask", (Runnable) RUN.getAcquire(this));
  }
}
