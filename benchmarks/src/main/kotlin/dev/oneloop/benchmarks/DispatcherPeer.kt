package dev.oneloop.benchmarks

import dev.oneloop.Loops
import dev.oneloop.kotlin.dispatcher
import io.netty.channel.MultiThreadIoEventLoopGroup
import io.netty.channel.nio.NioIoHandler
import io.vertx.core.Vertx
import java.util.concurrent.Executors
import java.util.concurrent.ScheduledExecutorService
import javax.swing.SwingUtilities
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.newSingleThreadContext
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.swing.Swing

/** Dispatchers with one thread, or one strand. */
public enum class DispatcherPeer {
  /** Ours, on a thread of its own. */
  ONELOOP {
    override fun start(): Started = Loops.start("oneloop").let { Started(it.dispatcher, it) }
  },
  /** Ours, as a guest of Swing's event thread. */
  ONELOOP_ON_SWING {
    override fun start(): Started =
      Loops.on(SwingUtilities::invokeLater).let { Started(it.dispatcher, it) }
  },
  /** The loop of runBlocking, which the caller's thread drives. */
  RUN_BLOCKING {
    override fun start(): Started = Started(EmptyCoroutineContext) {}
  },
  /** kotlinx's dispatcher with a thread of its own. */
  NEW_SINGLE_THREAD_CONTEXT {
    @OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)
    override fun start(): Started = newSingleThreadContext("kotlinx").let { Started(it, it) }
  },
  /** A strand on kotlinx's pool. */
  LIMITED_PARALLELISM {
    override fun start(): Started = Started(Dispatchers.Default.limitedParallelism(1)) {}
  },
  /** kotlinx's dispatcher for Swing. */
  KOTLINX_SWING {
    override fun start(): Started = Started(Dispatchers.Swing) {}
  },
  /** Netty's NIO loop as kotlinx sees an executor with timers. */
  NETTY_NIO {
    override fun start(): Started {
      val group = MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())
      return Started(group.next().asCoroutineDispatcher()) { NettyPeer.shutDown(group) }
    }
  },
  /** A Vert.x context as kotlinx sees an executor; its timers are kotlinx's own. */
  VERTX {
    override fun start(): Started {
      val vertx = Vertx.vertx()
      val context = vertx.getOrCreateContext()
      val executor = java.util.concurrent.Executor { task -> context.runOnContext { task.run() } }
      return Started(executor.asCoroutineDispatcher()) {
        vertx.close().toCompletionStage().toCompletableFuture().join()
      }
    }
  },
  /** The JDK's scheduled executor as kotlinx sees it. */
  SCHEDULED_EXECUTOR {
    override fun start(): Started {
      val executor: ScheduledExecutorService = Executors.newSingleThreadScheduledExecutor()
      return Started(executor.asCoroutineDispatcher()) { executor.shutdown() }
    }
  };

  /** A running dispatcher. */
  public class Started
  internal constructor(
    private val context: CoroutineContext,
    private val closing: AutoCloseable,
  ) : AutoCloseable {
    /** Runs a block on it and waits for its end. */
    public fun run(block: suspend CoroutineScope.() -> Unit): Unit =
      runBlocking(context) { block() }

    override fun close(): Unit = closing.close()
  }

  /** Starts a fresh one. */
  public abstract fun start(): Started
}
