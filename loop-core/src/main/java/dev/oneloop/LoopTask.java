package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task that is its own queue node and its own handle, so that submitting it allocates nothing.
 *
 * <p>Adapters and demanding users extend it; any other {@link Runnable} works as well. It may be
 * submitted again once it has started, also from inside {@link #run()}. Submitting it while it is
 * still queued, or after it was cancelled, is an {@link IllegalStateException}. A task that is to
 * be scheduled extends {@link LoopTimer}.
 *
 * <p>Every accepted submission ends in exactly one of three ways: {@link #run()} on the loop,
 * {@link #cancelled()} on the thread that cancelled it, or {@link #rejected} when the loop shuts
 * down.
 */
public abstract class LoopTask implements Runnable {

  /** Not submitted, or started. */
  private static final int IDLE = 0;

  /** Accepted; in the inbox or among the ready tasks. */
  private static final int QUEUED = 1;

  /** In the timer heap; {@link #link} is the loop. */
  private static final int ARMED = 2;

  /** Accepted, with a link that is about to be set; a moment only. */
  private static final int LINKING = 3;

  /** Represented by an {@link Envelope}, which is {@link #link}. */
  private static final int WRAPPED = 4;

  private static final int CANCELLED = 5;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(LoopTask.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * What the current state makes of it: the next node while in the inbox, the loop while armed, the
   * envelope while wrapped. Plain: it is written before, and read after, the state change or the
   * inbox exchange that publishes it.
   */
  @Nullable Object link;

  /** One of the constants above. Changed by compare-and-set from any thread. */
  private volatile int state;

  /** For subclasses. */
  protected LoopTask() {}

  /** What to do. Called on the loop. */
  @Override
  public abstract void run();

  /**
   * Called when the loop shuts down before this task could start. On the loop, or on the thread
   * that settles an abandoned loop.
   */
  protected void rejected(Throwable cause) {}

  /**
   * Called by the {@link #cancel()} that won, on its thread: the place to let go of what the task
   * refers to, since the loop may refer to the task itself a little longer.
   */
  protected void cancelled() {}

  /**
   * What this task belongs to, such as an Rx worker or a coroutine: a simulation that tries out
   * other orders keeps the order of each source's own tasks. Null if it belongs to the task that
   * submitted it.
   */
  protected @Nullable Object source() {
    return null;
  }

  /**
   * Keeps the task from running, if it has not started. May be called from any thread.
   *
   * @return true if this call cancelled it; false if it is not submitted, has started, or was
   *     cancelled before
   */
  public final boolean cancel() {
    for (; ; ) {
      int s = state;
      if (s == IDLE || s == CANCELLED) {
        return false;
      }
      if (s == LINKING) {
        Thread.onSpinWait();
        continue;
      }
      if (STATE.compareAndSet(this, s, CANCELLED)) {
        // After the exchange, which sees what was linked last: a task may have been submitted anew
        // since the state was read. Nobody links a cancelled task but this method.
        Object owner = link;
        cancelled();
        if (s == ARMED && owner instanceof LoopCore loop) {
          loop.onTimerCancelled((LoopTimer) this);
        } else if (s == WRAPPED && owner instanceof Envelope envelope) {
          envelope.cancel();
        }
        return true;
      }
    }
  }

  /** Whether the task was cancelled, or handed back by a shutdown, before it started. */
  public final boolean isCancelled() {
    return state == CANCELLED;
  }

  /** Whether the task was accepted by a loop and has neither started nor been cancelled. */
  public final boolean isPending() {
    int s = state;
    return s != IDLE && s != CANCELLED;
  }

  /** Takes the task for a queue. Full fence. */
  final void accept() {
    if (!STATE.compareAndSet(this, IDLE, QUEUED)) {
      throw notIdle();
    }
  }

  /** Takes a new task, that no other thread knows, for a queue; the push publishes it. */
  final void acceptFresh() {
    STATE.set(this, QUEUED);
  }

  /** Undoes {@link #accept} after the loop refused. */
  final void unaccept() {
    STATE.compareAndSet(this, QUEUED, IDLE);
  }

  /** Lets an envelope stand for this task. */
  final void wrapInto(Envelope envelope) {
    if (!STATE.compareAndSet(this, IDLE, LINKING)) {
      throw notIdle();
    }
    link = envelope;
    STATE.setRelease(this, WRAPPED);
  }

  /** Undoes {@link #wrapInto} after the loop refused. */
  final void unwrap() {
    STATE.compareAndSet(this, WRAPPED, IDLE);
  }

  /** Moves a queued timer into the heap's keeping. False if it was cancelled meanwhile. */
  final boolean arm(LoopCore loop) {
    link = loop;
    return STATE.compareAndSet(this, QUEUED, ARMED);
  }

  /** As {@link #accept} and {@link #arm} at once. On the loop. Full fence. */
  final void acceptArmed(LoopCore loop) {
    if (!STATE.compareAndSet(this, IDLE, LINKING)) {
      throw notIdle();
    }
    link = loop;
    STATE.setRelease(this, ARMED);
  }

  /** As {@link #acceptFresh} and {@link #arm} at once, without their fences. On the loop. */
  final void armFresh(LoopCore loop) {
    link = loop;
    STATE.set(this, ARMED);
  }

  /** Starts the task: of this and {@link #cancel()} exactly one succeeds. */
  final boolean claim() {
    int s = state;
    return s != CANCELLED && s != IDLE && STATE.compareAndSet(this, s, IDLE);
  }

  /** Settles the task at shutdown. */
  final void reject(Throwable cause) {
    int s = state;
    if (s != IDLE && s != CANCELLED && STATE.compareAndSet(this, s, CANCELLED)) {
      rejected(cause);
    }
  }

  private IllegalStateException notIdle() {
    return new IllegalStateException(
        isCancelled()
            ? "Task was cancelled and cannot be submitted again: " + this
            : "Task is still queued and cannot be submitted twice: " + this);
  }
}
