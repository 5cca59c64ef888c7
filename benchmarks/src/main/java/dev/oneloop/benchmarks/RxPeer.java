package dev.oneloop.benchmarks;

import io.reactivex.rxjava3.core.Scheduler;
import java.util.concurrent.TimeUnit;

/** A scheduler of RxJava's with one thread. */
record RxPeer(Scheduler scheduler) implements LoopPeer {
  @Override
  public void execute(Runnable task) {
    scheduler.scheduleDirect(task);
  }

  @Override
  public Runnable schedule(Runnable task, long delay, TimeUnit unit) {
    return scheduler.scheduleDirect(task, delay, unit)::dispose;
  }

  @Override
  public void close() {
    scheduler.shutdown();
  }
}
