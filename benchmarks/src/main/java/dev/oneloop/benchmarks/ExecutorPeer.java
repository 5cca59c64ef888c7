package dev.oneloop.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An executor of the JDK. */
record ExecutorPeer(ExecutorService executor) implements LoopPeer {
  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public Runnable schedule(Runnable task, long delay, TimeUnit unit) {
    if (!(executor instanceof ScheduledExecutorService scheduled)) {
      throw new UnsupportedOperationException("No timers: " + executor);
    }
    var future = scheduled.schedule(task, delay, unit);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    // At shutdown() a scheduled executor would go on until the last timer that is outstanding.
    executor.shutdownNow();
  }
}
