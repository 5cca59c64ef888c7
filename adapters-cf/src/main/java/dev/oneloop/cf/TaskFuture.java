package dev.oneloop.cf;

import dev.oneloop.LoopFailure;
import dev.oneloop.MissedTicks;
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
    implements RunnableScheduledFuture<V> {
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private final LoopExecutor executor;
  private final long sequence = SEQUENCE.getAndIncrement();

  /** Positive: fixed rate. Negative: fixed delay. Zero: runs once. */
  private final long period;

  /** On the scale of the loop's clock. Changed on the loop, between two runs. */
  private volatile long deadline;

  /** Written before the task is submitted. */
  private volatile @Nullable Carrier carrier;

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

  Carrier carry(boolean delayed) {
    Carrier c = new Carrier(executor, this, delayed);
    carrier = c;
    return c;
  }

  long deadline() {
    return deadline;
  }

  @Override
  public boolean isPeriodic() {
    return period != 0;
  }

  @Override
  public void run() {
    try {
      if (!isPeriodic()) {
        super.run();
      } else if (runAndReset()) {
        again();
      }
    } finally {
      if (interruptRequested && isCancelled()) {
        // cancel(true) met the task while it ran; the next one must not see the interrupt.
        Thread.interrupted();
      }
    }
  }

  private void again() {
    deadline = nextDeadline();
    Carrier c = carrier;
    if (c == null || !executor.rearm(this, c)) {
      cancel(false);
    }
  }

  private long nextDeadline() {
    long now = executor.loop().clock().nanoTime();
    if (period < 0) {
      return executor.loop().deadlineAfter(-period);
    }
    long next = deadline + period;
    if (next - now > 0 || executor.missedTicks == MissedTicks.CATCH_UP) {
      return next;
    }
    return executor.missedTicks == MissedTicks.DELAY
        ? executor.loop().deadlineAfter(period)
        : now + period - (now - next) % period;
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
    Carrier c = carrier;
    if (c != null && isCancelled()) {
      executor.lifecycle.remove(c);
      c.cancel();
    }
  }

  /** The loop has closed. */
  void refused(Throwable cause) {
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
