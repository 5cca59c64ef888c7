package dev.oneloop.diagnostics;

import dev.oneloop.LoopListener;
import dev.oneloop.ManagedLoop;
import dev.oneloop.Registration;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reports loops that are stuck in a task, and says what they wait for: the future, coroutine or
 * lock that the loop itself would have to release, or simply a long task.
 *
 * <p>One daemon thread watches all loops. A stuck task is reported once, to its loop's exception
 * handler, as a {@link StuckLoopException}, on the daemon's thread. In {@linkplain
 * dev.oneloop.LoopBuilder#debug debug mode} the failure says where the task was submitted. Nothing
 * is done about it: a wait that is interrupted or cancelled from outside rarely ends well.
 *
 * <p>A loop that is watched pays for each task with a small object, and reads no clock.
 */
public final class Watchdog implements LoopListener {
  private static final long SHORTEST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);
  private static final ScheduledThreadPoolExecutor DAEMON = newDaemon();

  private final long threshold;

  /**
   * For {@link dev.oneloop.LoopBuilder#listener}. May be given to several loops.
   *
   * @param threshold how long a task may take, in real time; it is noticed up to half a second
   *     later
   */
  public Watchdog(Duration threshold) {
    if (threshold.isNegative() || threshold.isZero()) {
      throw new IllegalArgumentException("A watchdog must wait longer than " + threshold);
    }
    this.threshold = threshold.toNanos();
  }

  /**
   * Watches a loop until it terminates, or until the registration is closed.
   *
   * @param threshold how long a task may take, in real time; it is noticed up to half a second
   *     later
   */
  public static Registration watch(ManagedLoop loop, Duration threshold) {
    LoopWatch watch = new Watchdog(threshold).newWatch(loop);
    Registration listening = loop.addListener(watch);
    return () -> {
      listening.close();
      watch.end();
    };
  }

  @Override
  public LoopListener forLoop(ManagedLoop loop) {
    return newWatch(loop);
  }

  private LoopWatch newWatch(ManagedLoop loop) {
    LoopWatch watch = new LoopWatch(loop, threshold, System::nanoTime);
    long interval = Math.min(Math.max(threshold / 4, SHORTEST_INTERVAL), LONGEST_INTERVAL);
    watch.checkedBy(DAEMON.scheduleWithFixedDelay(watch, interval, interval, TimeUnit.NANOSECONDS));
    return watch;
  }

  private static ScheduledThreadPoolExecutor newDaemon() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "oneloop-watchdog");
              thread.setDaemon(true);
              // Not the loader of whoever happened to come first.
              thread.setContextClassLoader(null);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(5, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
