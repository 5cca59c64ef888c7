package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.TimerHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A timer that knows its worker: one that repeats, by submitting itself again, so that a tick
 * allocates nothing; or one of a worker or a loop that has more to keep than {@link WorkerTimer}
 * has room for.
 */
final class OwnedTimer extends WorkerTimer implements WorkerRun {
  static final long ONCE = -1;

  private final LoopWorker worker;

  /** Nanoseconds; zero to repeat without delay; or {@link #ONCE}. */
  private final long period;

  /** The deadline of this tick. Written by whoever submits it, before it does. */
  private long due;

  /** Whether it was submitted without a delay. Written by whoever submits it, before it does. */
  private boolean queued;

  /** What a loop of other make answered, which does not know how to cancel this as it is. */
  private volatile @Nullable TimerHandle handle;

  OwnedTimer(Runnable run, LoopWorker worker, long period) {
    super(run, worker);
    this.worker = worker;
    this.period = period;
  }

  /** Submits it for the first time. */
  void start(long delayNanos) {
    EventLoop loop = worker.loop();
    if (delayNanos > 0) {
      submitAt(loop.deadlineAfter(delayNanos));
    } else {
      due = loop.clock().nanoTime();
      submitNow();
    }
  }

  private void submitNow() {
    queued = true;
    worker.enqueued();
    worker.loop().execute(this);
  }

  private void submitAt(long deadline) {
    queued = false;
    due = deadline;
    TimerHandle answer = worker.loop().scheduleAt(deadline, this);
    if (answer != this) {
      handle = answer;
    }
  }

  @Override
  public void run() {
    if (queued) {
      worker.dequeued();
    }
    if (worker.begins(this)) {
      runHere();
      worker.ended();
    }
  }

  @Override
  public void runHere() {
    if (period == ONCE) {
      runOnce();
      return;
    }
    Runnable r = content();
    if (r == null) {
      return;
    }
    long next = worker.scheduler().nextTick(due, period);
    if (Errors.runReporting(r)) {
      again(next);
    } else {
      settle();
    }
  }

  private void again(long next) {
    if (isSettled()) {
      return;
    }
    try {
      if (period == 0) {
        submitNow();
      } else {
        submitAt(next);
      }
    } catch (RuntimeException e) {
      worker.scheduler().refused(this, e);
    }
    // Disposed by another thread, which may have looked for a submission to cancel before it was
    // made.
    VarHandle.fullFence();
    if (isSettled()) {
      cancelSubmission();
    }
  }

  @Override
  protected void cancelled() {
    super.cancelled();
    leftQueue();
  }

  @Override
  public void rejected(Throwable cause) {
    super.rejected(cause);
    leftQueue();
  }

  private void leftQueue() {
    if (queued) {
      worker.dequeued();
    }
  }

  @Override
  public void dispose() {
    settle();
    // The other half of the agreement with again(): one of the two sees what the other did.
    VarHandle.fullFence();
    cancelSubmission();
  }

  private void cancelSubmission() {
    TimerHandle answer = handle;
    if (!cancel() && answer != null) {
      answer.cancel();
    }
  }

  @Override
  public String toString() {
    return Wrapped.describe(period == ONCE ? "WorkerTimer" : "PeriodicTask", content());
  }
}
