package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/** A Netty event loop that is itself driven by its caller. */
class NettyManualHostTest extends RealHostTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @SuppressWarnings("NullAway.Init") // by startHost
  private ManualIoEventLoop eventLoop;

  @Override
  LoopHost startHost() throws Exception {
    return startThread(
        () -> {
          eventLoop = new ManualIoEventLoop(Thread.currentThread(), NioIoHandler.newFactory());
          return new NettyHost(eventLoop);
        },
        () -> {
          while (!eventLoop.isTerminated()) {
            eventLoop.run(SECOND);
          }
        });
  }

  @Override
  boolean stopHost() throws Exception {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    joinThread();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    return new FlaggedLoop(() -> eventLoop.run(SECOND));
  }
}
