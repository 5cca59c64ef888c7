package dev.oneloop.benchmarks;

import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/** Netty's loop that is driven by its owner: a thread that does nothing else. */
record NettyManualPeer(ManualIoEventLoop loop) implements LoopPeer {
  static NettyManualPeer start() {
    ManualIoEventLoop loop = new ManualIoEventLoop(null, NioIoHandler.newFactory());
    Thread thread = new Thread(() -> drive(loop), "netty-manual");
    thread.setDaemon(true);
    loop.setOwningThread(thread);
    thread.start();
    return new NettyManualPeer(loop);
  }

  private static void drive(ManualIoEventLoop loop) {
    while (!loop.isTerminated()) {
      loop.run(Long.MAX_VALUE);
    }
  }

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
    NettyPeer.shutDown(loop);
  }
}
