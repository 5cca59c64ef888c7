package dev.oneloop;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What submissions pass on a loop that decorates its tasks, remembers their origin or bounds their
 * number. Loops without any of these have no gate and pay nothing for it.
 */
class Gate {
  private final @Nullable UnaryOperator<Runnable> decorator;
  private final boolean debug;
  private final int maxPending;
  private final int lowWater;
  private final LoopCore loop;

  /** Accepted and not settled. */
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * From a rejection until the low water mark. Written by compare-and-set in spirit; a hint only.
   */
  private volatile boolean full;

  Gate(LoopBuilder builder, LoopCore loop) {
    this.loop = loop;
    decorator = builder.taskDecorator;
    debug = builder.debug;
    maxPending = builder.maxPending > 0 ? builder.maxPending : Integer.MAX_VALUE;
    lowWater = maxPending - (maxPending >> 2);
  }

  static @Nullable Gate of(LoopBuilder builder, LoopCore loop) {
    return builder.taskDecorator != null || builder.debug || builder.maxPending > 0
        ? new Gate(builder, loop)
        : null;
  }

  /** The envelope to be queued for a task. */
  final Envelope admit(Runnable task) {
    Envelope envelope = admit(task, debug ? new TaskOrigin(System.nanoTime()) : null);
    admitted(envelope, LoopClock.NEVER);
    return envelope;
  }

  /** Makes the envelope of a task. */
  Envelope newEnvelope(Runnable task, Runnable body, @Nullable TaskOrigin origin) {
    return new Envelope(this, task, body, origin);
  }

  /** Told of an envelope before it is queued, with its deadline or {@link LoopClock#NEVER}. */
  void admitted(Envelope envelope, long deadline) {}

  private Envelope admit(Runnable task, @Nullable TaskOrigin origin) {
    acquire();
    Envelope envelope;
    try {
      Runnable body = decorator == null ? task : decorator.apply(task);
      envelope = newEnvelope(task, body, origin);
      if (task instanceof LoopTask own) {
        own.wrapInto(envelope);
      }
    } catch (Throwable e) {
      pending.getAndDecrement();
      throw e;
    }
    return envelope;
  }

  final TimerHandle admitTimer(Runnable task, long deadline) {
    Envelope envelope = admit(task, debug ? new TaskOrigin(dueTime(deadline)) : null);
    admitted(envelope, deadline);
    envelope.acceptFresh();
    envelope.deadline = deadline;
    if (task instanceof LoopTimer own) {
      own.deadline = deadline;
      loop.submit(envelope);
      return own;
    }
    loop.submit(envelope);
    return envelope;
  }

  private long dueTime(long deadline) {
    long nanos = loop.clock().realNanosUntil(deadline);
    return nanos == LoopClock.NEVER
        ? TaskOrigin.NEVER_DUE
        : Deadlines.after(System.nanoTime(), Math.max(0, nanos));
  }

  /** Where something was registered, in debug mode. */
  final @Nullable TaskOrigin originHere() {
    return debug ? new TaskOrigin(TaskOrigin.NEVER_DUE) : null;
  }

  private void acquire() {
    int before = pending.getAndIncrement();
    if (before >= maxPending) {
      pending.getAndDecrement();
      // Told once for each spell of fullness, not for each rejection.
      boolean told = full;
      full = true;
      LoopListener listener = loop.listener();
      if (listener != null && !told) {
        loop.tell(() -> listener.onHighWater(before));
      }
      throw new RejectedExecutionException(
          loop + " is full: " + before + " tasks are pending, and maxPending is " + maxPending);
    }
  }

  final void release() {
    int now = pending.decrementAndGet();
    if (full && now <= lowWater) {
      full = false;
      LoopListener listener = loop.listener();
      if (listener != null) {
        loop.tell(() -> listener.onLowWater(now));
      }
    }
  }
}
