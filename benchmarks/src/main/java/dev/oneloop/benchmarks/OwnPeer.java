package dev.oneloop.benchmarks;

import dev.oneloop.ManagedLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One of our loops. */
record OwnPeer(ManagedLoop loop, Runnable afterwards) implements LoopPeer {
  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Runnable schedule(Runnable task, long delay, TimeUnit unit) {
    return loop.schedule(task, Duration.ofNanos(unit.toNanos(delay)))::cancel;
  }

  @Override
  public void close() {
    loop.close();
    afterwards.run();
  }
}
