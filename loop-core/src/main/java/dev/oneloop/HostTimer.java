package dev.oneloop;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one daemon thread that posts pumps to hosts without timers of their own. It runs no task. */
final class HostTimer {
  private static final ScheduledThreadPoolExecutor EXECUTOR = newExecutor();

  private HostTimer() {}

  private static ScheduledThreadPoolExecutor newExecutor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "oneloop-host-timer");
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

  static Registration postAfter(LoopHost host, Runnable pump, long nanos) {
    return new Post(host, pump, nanos);
  }

  /** Runs something short that does not block. */
  static Registration runAfter(Runnable action, long nanos) {
    var future = EXECUTOR.schedule(action, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /** A pump to be posted; tried again for as long as the host refuses it. */
  private static final class Post implements Registration {
    private static final long LONGEST_RETRY = TimeUnit.SECONDS.toNanos(1);

    private final LoopHost host;
    private final Runnable pump;
    private long retryDelay = TimeUnit.MILLISECONDS.toNanos(10);
    private Registration timer;
    private boolean closed;

    Post(LoopHost host, Runnable pump, long nanos) {
      this.host = host;
      this.pump = pump;
      this.timer = runAfter(this::post, nanos);
    }

    private void post() {
      try {
        host.execute(pump);
      } catch (RuntimeException | Error refused) {
        // Such as AWT's, when there is no thread to be had for its events.
        retry();
      }
    }

    private synchronized void retry() {
      if (!closed) {
        timer = runAfter(this::post, retryDelay);
        retryDelay = Math.min(retryDelay * 2, LONGEST_RETRY);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      timer.close();
    }
  }
}
