package dev.oneloop.kotlin

import dev.oneloop.IoLoop
import java.net.SocketAddress
import java.nio.ByteBuffer
import java.nio.channels.AsynchronousCloseException
import java.nio.channels.ClosedChannelException
import java.nio.channels.DatagramChannel
import java.nio.channels.ReadableByteChannel
import java.nio.channels.SelectableChannel
import java.nio.channels.SelectionKey
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.nio.channels.WritableByteChannel
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.coroutineContext

/**
 * Suspends until this channel is ready for at least one of some operations, and returns for which.
 * As with any selector, readiness is a strong hint, not a promise.
 *
 * The coroutine must run on an [IoLoop], and the channel be in non-blocking mode. Several
 * coroutines may wait for the same channel at once. A channel that has been waited for stays
 * registered with the loop until it is closed. Cancellation leaves the channel as it is.
 *
 * @param ops of [SelectionKey]
 * @throws AsynchronousCloseException if the channel is closed meanwhile
 * @throws ClosedChannelException if it is closed already
 * @throws IllegalStateException if the channel is in blocking mode, or the loop is no [IoLoop]
 * @throws IllegalArgumentException if the channel does not support the operations
 */
public suspend fun SelectableChannel.awaitReady(ops: Int): Int {
  // Its dispatcher knows the binding without looking it up.
  val dispatcher = coroutineContext[ContinuationInterceptor] as? LoopDispatcher
  val loop = dispatcher?.loop ?: currentLoop()
  check(loop is IoLoop) { "$loop does not wait for channels: it is no IoLoop" }
  val binding = dispatcher?.binding ?: loop.binding
  binding.comeHome()
  return binding.watches.awaitReady(this, ops)
}

/**
 * Accepts a connection and puts it into non-blocking mode, suspending until there is one. Waits as
 * [awaitReady] does.
 */
public suspend fun ServerSocketChannel.awaitAccept(): SocketChannel {
  while (true) {
    accept()?.let {
      it.configureBlocking(false)
      return it
    }
    awaitReady(SelectionKey.OP_ACCEPT)
  }
}

/**
 * Connects to an address, suspending until that is done. Waits as [awaitReady] does.
 *
 * @throws java.io.IOException if the connection cannot be made; the channel is closed then
 */
public suspend fun SocketChannel.awaitConnect(remote: SocketAddress) {
  if (connect(remote)) return
  do {
    awaitReady(SelectionKey.OP_CONNECT)
  } while (!finishConnect())
}

/**
 * Reads at least one byte, suspending until there is one, and returns how many it read: zero if the
 * buffer is full, -1 at the end of the stream. Waits as [awaitReady] does.
 *
 * When the read before has left room in its buffer, this one waits first: a stream that is drained
 * has nothing more, and the other channels of the loop get their turn.
 */
public suspend fun <C> C.awaitRead(buffer: ByteBuffer): Int
  where C : SelectableChannel, C : ReadableByteChannel {
  val watches = watchesHere()
  if (watches != null && buffer.hasRemaining() && watches.isDrained(this)) {
    watches.setDrained(this, false)
    awaitReady(SelectionKey.OP_READ)
  }
  while (true) {
    val count = read(buffer)
    if (count != 0 || !buffer.hasRemaining()) {
      // A datagram leaves room though more of them may have come.
      if (count > 0 && buffer.hasRemaining() && this !is DatagramChannel) {
        watches?.setDrained(this, true)
      }
      return count
    }
    awaitReady(SelectionKey.OP_READ)
  }
}

/** The watches of the coroutine's loop, if it is on that loop. */
private suspend fun watchesHere(): ChannelWatches? {
  val dispatcher = coroutineContext[ContinuationInterceptor] as? LoopDispatcher ?: return null
  return if (dispatcher.loop.inEventLoop()) dispatcher.binding.watches else null
}

/**
 * Writes all that remains in the buffer, suspending as often as needed. Waits as [awaitReady] does.
 */
public suspend fun <C> C.awaitWrite(buffer: ByteBuffer)
  where C : SelectableChannel, C : WritableByteChannel {
  while (true) {
    write(buffer)
    if (!buffer.hasRemaining()) return
    awaitReady(SelectionKey.OP_WRITE)
  }
}
