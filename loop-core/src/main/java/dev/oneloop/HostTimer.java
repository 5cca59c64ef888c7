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
    return runAfter(() -> host.execute(pump), nanos);
  }

  /** Runs something short that does not block. */
  static Registration runAfter(Runnable action, long nanos) {
    var future = EXECUTOR.schedule(action, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
