package dev.oneloop.diagnostics;

import dev.oneloop.LoopFailure;
import dev.oneloop.LoopListener;
import dev.oneloop.LoopMetrics;
import dev.oneloop.ManagedLoop;
import dev.oneloop.TaskOrigin;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one loop: told of its tasks on the loop, and looking at them now and then from the
 * watchdog's thread. A task that is seen there again and again, until it is too old, is stuck.
 */
final class LoopWatch implements LoopListener, Runnable {
  private final ManagedLoop loop;
  private final long threshold;
  private final LongSupplier nanoTime;

  /** What runs now. Written on the loop, read by the watchdog. */
  private volatile @Nullable Running running;

  /** The periodic check, once there is one. */
  private volatile @Nullable Future<?> check;

  private volatile boolean ended;

  // The rest is the watchdog's.

  private @Nullable Running seen;
  private long seenSince;
  private boolean reported;

  LoopWatch(ManagedLoop loop, long threshold, LongSupplier nanoTime) {
    this.loop = loop;
    this.threshold = threshold;
    this.nanoTime = nanoTime;
  }

  @Override
  public void beforeTask(Runnable task, @Nullable TaskOrigin origin) {
    running = new Running(Thread.currentThread(), task, origin, running);
  }

  @Override
  public void afterTask(Runnable task) {
    Running ending = running;
    running = ending == null ? null : ending.outer;
  }

  /** Not stuck: others may run. */
  @Override
  public void beforeNested() {
    running = new Running(Thread.currentThread(), null, null, running);
  }

  /** A new object, so that the time before does not count. */
  @Override
  public void afterNested() {
    Running pause = running;
    Running resumed = pause == null ? null : pause.outer;
    running =
        resumed == null
            ? null
            : new Running(resumed.thread, resumed.task, resumed.origin, resumed.outer);
  }

  void checkedBy(Future<?> periodic) {
    check = periodic;
    if (ended) {
      end();
    }
  }

  /** Watches no longer. */
  void end() {
    ended = true;
    Future<?> periodic = check;
    if (periodic != null) {
      periodic.cancel(false);
    }
  }

  /** Looks once. On the watchdog's thread. */
  @Override
  public void run() {
    if (loop.isTerminated()) {
      end();
      return;
    }
    Running now = running;
    if (now != seen) {
      seen = now;
      seenSince = nanoTime.getAsLong();
      reported = false;
    } else if (now != null && now.task != null && !reported) {
      long nanos = nanoTime.getAsLong() - seenSince;
      if (nanos >= threshold) {
        reported = true;
        report(now, now.task, Duration.ofNanos(nanos));
      }
    }
  }

  private void report(Running stuck, Runnable task, Duration since) {
    Thread thread = stuck.thread;
    Thread.State state = thread.getState();
    Object blocker = LockSupport.getBlocker(thread);
    StackTraceElement[] stack = thread.getStackTrace();
    if (running != stuck) {
      // It went on just now.
      return;
    }
    StuckReason reason =
        StuckReason.of(state, blocker == null ? null : blocker.getClass().getName(), stack);
    LoopMetrics metrics = loop.metrics();
    boolean selfDeadlock = reason.waitsForOthers() && metrics.pendingTasks() + metrics.timers() > 0;
    String message = message(thread, task, since, reason, metrics, selfDeadlock);
    loop.report(
        new LoopFailure(
            message,
            new StuckLoopException(message, reason, selfDeadlock, stack),
            task,
            stuck.origin));
  }

  private String message(
      Thread thread,
      Runnable task,
      Duration since,
      StuckReason reason,
      LoopMetrics metrics,
      boolean selfDeadlock) {
    String holder = reason == StuckReason.MONITOR ? MonitorHolder.describe(thread) : "";
    return loop
        + " has been stuck for "
        + since.toMillis()
        + " ms: on "
        + thread
        + " the task "
        + task
        + " "
        + reason.description()
        + holder
        + ", while "
        + metrics.pendingTasks()
        + " tasks and "
        + metrics.timers()
        + " timers wait for the loop"
        + (selfDeadlock
            ? ". If it waits for one of those it will wait for ever: do not block on the loop"
            : "");
  }

  /** A task that runs; or, without a task, a pause in the outer one, in which others may run. */
  private record Running(
      Thread thread,
      @Nullable Runnable task,
      @Nullable TaskOrigin origin,
      @Nullable Running outer) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
