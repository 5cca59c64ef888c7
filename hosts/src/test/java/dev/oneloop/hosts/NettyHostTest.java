package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

class NettyHostTest extends RealHostTest {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @Override
  LoopHost startHost() {
    EventLoop eventLoop = group.next();
    return new NettyHost(eventLoop);
  }

  @Override
  boolean stopHost() throws Exception {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    return true;
  }
}
