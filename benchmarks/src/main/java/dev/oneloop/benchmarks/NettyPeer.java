package dev.oneloop.benchmarks;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.TimeUnit;

/** One of Netty's loops, and the group that it is shut down with. */
record NettyPeer(EventExecutorGroup group, EventExecutor loop) implements LoopPeer {
  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Runnable schedule(Runnable task, long delay, TimeUnit unit) {
    var future = loop.schedule(task, delay, unit);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    shutDown(group);
  }

  static void shutDown(EventExecutorGroup group) {
    group
        .shutdownGracefully(0, Peer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .syncUninterruptibly();
  }
}
