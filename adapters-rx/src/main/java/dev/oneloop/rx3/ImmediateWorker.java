package dev.oneloop.rx3;

import io.reactivex.rxjava3.disposables.Disposable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Objects;

/**
 * A worker that runs a task at once where that cannot be told from having submitted it: on the
 * loop, with nothing of its own in the queue that would be overtaken, and within the turn's budget.
 *
 * <p>While one of its tasks runs, others wait until it has ended, on a trampoline of this worker's
 * own: so its tasks neither overlap nor nest, and strangers do not get between them.
 */
final class ImmediateWorker extends PipelineWorker {
  private static final VarHandle QUEUED;

  static {
    try {
      QUEUED = MethodHandles.lookup().findVarHandle(ImmediateWorker.class, "queued", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Tasks of this worker in the loop's queue. Changed atomically by any thread. */
  private volatile int queued;

  /** Whether a task of this worker runs. Confined to the loop. */
  private boolean running;

  /**
   * Tasks that were submitted, or started by a nested turn, while one ran. Confined to the loop.
   */
  private final ArrayDeque<WorkerRun> trampoline = new ArrayDeque<>(0);

  ImmediateWorker(LoopScheduler scheduler, LoopWorker root) {
    super(scheduler, root);
  }

  @Override
  public Disposable schedule(Runnable run) {
    Objects.requireNonNull(run, "run is null");
    if (isDisposed()) {
      return Disposable.disposed();
    }
    Runnable hooked = ScheduleHook.decorate(run);
    if (isDisposed()) {
      // By the hook.
      return Disposable.disposed();
    }
    if (queued != 0 || !loop().inEventLoop()) {
      return submit(hooked);
    }
    if (running) {
      return loop().tryRunNow() ? bounce(hooked) : submit(hooked);
    }
    if (!scheduler().tryBeginInline()) {
      return submit(hooked);
    }
    running = true;
    try {
      Errors.runReporting(hooked);
    } finally {
      ended();
      scheduler().endInline();
    }
    return Disposable.disposed();
  }

  private Disposable bounce(Runnable hooked) {
    WorkerTask task = new WorkerTask(hooked, this);
    if (!add(task)) {
      return Disposable.disposed();
    }
    trampoline.add(task);
    return task;
  }

  @Override
  Disposable submit(Runnable hooked, long delayNanos) {
    return submit(new OwnedTimer(hooked, this, OwnedTimer.ONCE), delayNanos);
  }

  @Override
  void enqueued() {
    QUEUED.getAndAdd(this, 1);
  }

  @Override
  void dequeued() {
    QUEUED.getAndAdd(this, -1);
  }

  @Override
  boolean begins(WorkerRun task) {
    if (running) {
      trampoline.add(task);
      return false;
    }
    running = true;
    return true;
  }

  @Override
  void ended() {
    try {
      for (WorkerRun next; (next = trampoline.poll()) != null; ) {
        next.runHere();
      }
    } finally {
      running = false;
    }
  }
}
