package dev.oneloop.cf;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What {@code submit} and {@code schedule} return. */
final class TaskFuture<V extends @Nullable Object> extends FutureTask<V>
    implements RunnableScheduledFuture<V>, Refusable {
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private final LoopExecutor executor;
  private final long sequence = SEQUENCE.getAndIncrement();

  /** Positive: fixed rate. Negative: fixed delay. Zero: runs once. */
  private final long period;

  /** On the scale of the loop's clock. Changed on the loop, between two runs. */
  private volatile long deadline;

  /** What takes this through the loop. Written before it is submitted. */
  private volatile @Nullable Tracked carrier;

  /** Whether this was submitted with a delay, or is periodic. Written before the carrier. */
  private boolean delayed;

  private volatile boolean interruptRequested;

  TaskFuture(LoopExecutor executor, Callable<V> callable, long deadline) {
    super(callable);
    this.executor = executor;
    this.deadline = deadline;
    this.period = 0;
  }

  @SuppressWarnings("NullAway") // a periodic task has no result
  TaskFuture(LoopExecutor executor, Runnable action, long deadline, long period) {
    super(action, null);
    this.executor = executor;
    this.deadline = deadline;
    this.period = period;
  }

  /** Whether this was made by {@code newTaskFor} of an executor and is not submitted yet. */
  boolean isFresh(LoopExecutor by) {
    return executor == by && carrier == null;
  }

  /** To be carried by a task that is submitted without delay. */
  PlainTask carry() {
    PlainTask task = new PlainTask(executor, this);
    carrier = task;
    return task;
  }

  /** To be carried by a timer: with a delay, or for the first of many runs. */
  TimedTask carryTimed(boolean later) {
    delayed = later;
    TimedTask task = new TimedTask(executor, this);
    carrier = task;
    return task;
  }

  boolean isDelayed() {
    return delayed;
  }

  long deadline() {
    return deadline;
  }

  @Override
  public boolean isPeriodic() {
    return period != 0;
  }

  /** {@inheritDoc} A task that {@code shutdownNow} returned is cancelled by this. */
  @Override
  public void run() {
    if (executor.mayRun(this)) {
      runHere();
    } else {
      cancel(false);
    }
  }

  /**
   * Runs what the loop has taken from the executor's tasks. A {@code shutdownNow} that comes now is
   * too late to return it, so it has to run.
   */
  static void runTaken(Runnable body) {
    // Asked in this order, as it may be stopped in between.
    if (body instanceof TaskFuture<?> future
        && (future.executor.mayRun(future) || future.executor.lifecycle.isStopped())) {
      future.runHere();
    } else {
      body.run();
    }
  }

  private void runHere() {
    try {
      if (!isPeriodic()) {
        super.run();
        return;
      }
      EventLoop loop = executor.loop();
      // At a fixed rate it counts when this run begins, with a fixed delay when it ends.
      long next = period > 0 ? executor.missedTicks.nextTick(deadline, period, loop.clock()) : 0;
      if (runAndReset()) {
        again(period > 0 ? next : loop.deadlineAfter(-period));
      }
    } finally {
      if (interruptRequested && isCancelled()) {
        // cancel(true) met the task while it ran; the next one must not see the interrupt.
        Thread.interrupted();
      }
    }
  }

  private void again(long next) {
    deadline = next;
    if (!(carrier instanceof TimedTask task) || !executor.resubmit(this, task)) {
      cancel(false);
    }
  }

  @Override
  protected void setException(Throwable failure) {
    super.setException(failure);
    if (isPeriodic() && !isCancelled()) {
      executor
          .loop()
          .report(LoopFailure.of("A periodic task threw and will not run again", failure, this));
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean interrupt = mayInterruptIfRunning && executor.interruptsOnCancel;
    if (interrupt) {
      interruptRequested = true;
    }
    return super.cancel(interrupt);
  }

  @Override
  protected void done() {
    Tracked c = carrier;
    if (c != null && isCancelled()) {
      c.withdraw();
    }
  }

  @Override
  public void refused(Throwable cause) {
    super.setException(
        cause instanceof RejectedExecutionException
            ? cause
            : new RejectedExecutionException(cause));
  }

  @Override
  public V get() throws InterruptedException, ExecutionException {
    if (!isDone()) {
      executor.checkMayBlock(this);
    }
    return super.get();
  }

  @Override
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (timeout > 0 && !isDone()) {
      executor.checkMayBlock(this);
    }
    return super.get(timeout, unit);
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(deadline - executor.loop().clock().nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    if (other == this) {
      return 0;
    }
    if (other instanceof TaskFuture<?> task) {
      long difference = deadline - task.deadline;
      return difference != 0 ? Long.signum(difference) : Long.compare(sequence, task.sequence);
    }
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
