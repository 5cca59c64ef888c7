package dev.oneloop.benchmarks.echo

import dev.oneloop.IoLoop
import dev.oneloop.Loops
import dev.oneloop.kotlin.awaitAccept
import dev.oneloop.kotlin.awaitRead
import dev.oneloop.kotlin.awaitWrite
import dev.oneloop.kotlin.coroutineScope
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.StandardSocketOptions
import java.nio.ByteBuffer
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import kotlinx.coroutines.launch

/** Sends back whatever it receives: one coroutine that accepts, and one for each connection. */
public class EchoServer(private val loop: IoLoop) {
  /** Starts to serve a free port of this machine, which it returns, until the loop shuts down. */
  public fun start(): Int {
    val server = ServerSocketChannel.open()
    server.configureBlocking(false)
    server.bind(InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
    val port = server.socket().localPort
    loop.coroutineScope.launch {
      server.use {
        while (true) {
          val connection = server.awaitAccept()
          loop.coroutineScope.launch { connection.use { echo(it) } }
        }
      }
    }
    return port
  }

  private suspend fun echo(connection: SocketChannel) {
    try {
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true)
      val buffer = ByteBuffer.allocateDirect(BUFFER)
      while (connection.awaitRead(buffer.clear()) >= 0) connection.awaitWrite(buffer.flip())
    } catch (e: IOException) {
      // The client has gone, and takes no answer.
    }
  }

  public companion object {
    private const val BUFFER = 64 * 1024

    /** Serves until standard input ends. */
    @JvmStatic
    public fun main(args: Array<String>) {
      Loops.selecting("echo").use { loop -> ServerProcess.serve(EchoServer(loop).start()) }
    }
  }
}
