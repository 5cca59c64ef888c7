package dev.oneloop.testkit;

import dev.oneloop.Registration;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** For what is to happen though virtual time stands still. */
final class RealTime {
  private static final ScheduledThreadPoolExecutor TIMER = newTimer();

  private RealTime() {}

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "loop-testkit-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  static Registration after(Duration delay, Runnable action) {
    // Saturates, where toNanos() throws: for ever is an amount of time, too.
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    Future<?> timeout = TIMER.schedule(action, nanos, TimeUnit.NANOSECONDS);
    return () -> timeout.cancel(false);
  }
}
