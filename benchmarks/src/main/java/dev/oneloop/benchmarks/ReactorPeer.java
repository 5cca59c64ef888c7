package dev.oneloop.benchmarks;

import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** A scheduler of Reactor's with one thread. */
record ReactorPeer(Scheduler scheduler) implements LoopPeer {
  @Override
  public void execute(Runnable task) {
    scheduler.schedule(task);
  }

  @Override
  public Runnable schedule(Runnable task, long delay, TimeUnit unit) {
    return scheduler.schedule(task, delay, unit)::dispose;
  }

  @Override
  public void close() {
    scheduler.dispose();
  }
}
