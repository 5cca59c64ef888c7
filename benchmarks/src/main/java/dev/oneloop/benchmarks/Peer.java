package dev.oneloop.benchmarks;

import dev.oneloop.LoopHost;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.swing.SwingUtilities;

/** Who takes part, each in the configuration that suits it best. */
public enum Peer {
  /** Ours, on a thread of its own. */
  ONELOOP {
    @Override
    LoopPeer start() {
      return new OwnPeer(Loops.start("oneloop"), () -> {});
    }
  },
  /** Ours, sleeping in a selector. */
  ONELOOP_SELECTOR {
    @Override
    LoopPeer start() {
      return new OwnPeer(Loops.selecting("oneloop-selector"), () -> {});
    }
  },
  /** Ours, as a guest of Swing's event thread. */
  ONELOOP_ON_SWING {
    @Override
    LoopPeer start() {
      return new OwnPeer(Loops.on(SwingUtilities::invokeLater), () -> {});
    }
  },
  /** Ours, as a guest of Netty's NIO loop. */
  ONELOOP_ON_NETTY {
    @Override
    LoopPeer start() {
      var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      ManagedLoop loop = Loops.on((LoopHost) group.next()::execute);
      return new OwnPeer(loop, () -> NettyPeer.shutDown(group));
    }
  },
  /** {@code Executors.newSingleThreadExecutor()}. */
  SINGLE_THREAD_EXECUTOR {
    @Override
    LoopPeer start() {
      return new ExecutorPeer(Executors.newSingleThreadExecutor());
    }
  },
  /** {@code ScheduledThreadPoolExecutor(1)} that removes cancelled tasks. */
  SCHEDULED_EXECUTOR {
    @Override
    LoopPeer start() {
      ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
      executor.setRemoveOnCancelPolicy(true);
      return new ExecutorPeer(executor);
    }
  },
  /** {@code ForkJoinPool(1)} in its first-in-first-out mode. */
  FORK_JOIN_POOL {
    @Override
    LoopPeer start() {
      ExecutorService pool =
          new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
      return new ExecutorPeer(pool);
    }
  },
  /** Netty's loop without I/O. */
  NETTY_DEFAULT {
    @Override
    LoopPeer start() {
      DefaultEventLoop loop = new DefaultEventLoop();
      return new NettyPeer(loop, loop);
    }
  },
  /** Netty's NIO loop. */
  NETTY_NIO {
    @Override
    LoopPeer start() {
      var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      return new NettyPeer(group, group.next());
    }
  },
  /** Netty's NIO loop as a ManualIoEventLoop on a thread of the benchmark's. */
  NETTY_MANUAL {
    @Override
    LoopPeer start() {
      return NettyManualPeer.start();
    }
  },
  /** A Vert.x event-loop context. */
  VERTX {
    @Override
    LoopPeer start() {
      return new VertxPeer(Vertx.vertx());
    }
  },
  /** Reactor's single scheduler. */
  REACTOR_SINGLE {
    @Override
    LoopPeer start() {
      return new ReactorPeer(reactor.core.scheduler.Schedulers.newSingle("reactor-single"));
    }
  },
  /** RxJava's single scheduler. */
  RX_SINGLE {
    @Override
    LoopPeer start() {
      return new RxPeer(RxJavaPlugins.createSingleScheduler(r -> new Thread(r, "rx-single")));
    }
  };

  /** How long a peer may take to end. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Starts a fresh one. */
  abstract LoopPeer start();
}
