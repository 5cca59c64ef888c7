package dev.oneloop.benchmarks;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What all contestants have in common: one thread, or one strand, that runs tasks and timers. */
interface LoopPeer extends Executor, AutoCloseable {

  /** Schedules a task by the peer's own means; the result calls it off when run. */
  Runnable schedule(Runnable task, long delay, TimeUnit unit);

  @Override
  void close();
}
