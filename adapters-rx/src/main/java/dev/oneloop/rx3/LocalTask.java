package dev.oneloop.rx3;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task without delay that was scheduled on the loop, as most are: a node in its worker's {@link
 * LocalQueue}, and its own {@link Disposable}. 24 bytes, and no atomic exchange from its submission
 * to its end, where a {@link WorkerTask} takes three.
 *
 * <p>What it does without: whoever disposes it while it starts does not learn who was first. Nobody
 * asks, except an {@link ImmediateWorker}, which has none of these.
 */
final class LocalTask implements Runnable, Disposable, SchedulerRunnableIntrospection, Submission {
  private static final VarHandle RUN;
  private static final VarHandle NEXT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RUN = lookup.findVarHandle(LocalTask.class, "run", Runnable.class);
      NEXT = lookup.findVarHandle(LocalTask.class, "next", LocalTask.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LoopWorker worker;

  /** What to run; null once settled. Released by whoever settles it, acquired by all others. */
  private @Nullable Runnable run;

  /** What was scheduled after it. Released by the loop, acquired by others. */
  private @Nullable LocalTask next;

  LocalTask(Runnable run, LoopWorker worker) {
    this.run = run;
    this.worker = worker;
  }

  @Nullable LocalTask next() {
    return (LocalTask) NEXT.getAcquire(this);
  }

  void next(@Nullable LocalTask task) {
    NEXT.setRelease(this, task);
  }

  @Override
  public void run() {
    Runnable r = (Runnable) RUN.getAcquire(this);
    // The worker may have been disposed by a thread that could not see this task yet.
    if (r != null && !worker.isDisposed()) {
      Errors.runReporting(r);
    }
    dispose();
    worker.skipSettled();
  }

  @Override
  public void dispose() {
    RUN.setRelease(this, null);
  }

  @Override
  public void rejected(Throwable cause) {
    dispose();
  }

  /** Also when a thread that disposed the worker could not see this task yet. */
  @Override
  public boolean isDisposed() {
    return isSettled() || worker.isDisposed();
  }

  @Override
  public boolean isSettled() {
    return RUN.getAcquire(this) == null;
  }

  @Override
  public Runnable getWrappedRunnable() {
    return Wrapped.orNothing((Runnable) RUN.getAcquire(this));
  }

  /** What keeps its order in a simulation that tries out others. */
  Object source() {
    return worker.sourceOf(this);
  }

  @Override
  public String toString() {
    return Wrapped.describe("LocalTask", (Runnable) RUN.getAcquire(this));
  }
}
