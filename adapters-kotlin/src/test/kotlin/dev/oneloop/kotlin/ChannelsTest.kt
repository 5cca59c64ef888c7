package dev.oneloop.kotlin

import dev.oneloop.Loops
import java.net.ConnectException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.nio.ByteBuffer
import java.nio.channels.AsynchronousCloseException
import java.nio.channels.ClosedChannelException
import java.nio.channels.DatagramChannel
import java.nio.channels.Pipe
import java.nio.channels.SelectionKey
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

class ChannelsTest {
  private val ioLoop = Loops.builder().exceptionHandler { _, _ -> }.selectingManual()
  private lateinit var pipe: Pipe

  @BeforeEach
  fun open() {
    pipe = Pipe.open()
    pipe.source().configureBlocking(false)
    pipe.sink().configureBlocking(false)
  }

  @AfterEach
  fun close() {
    ioLoop.close()
    pipe.source().close()
    pipe.sink().close()
  }

  private fun bytes(vararg values: Byte) = ByteBuffer.wrap(values)

  @Test
  fun `awaitReady tells for which operations a channel is ready`() {
    ioLoop.runUntilComplete {
      assertEquals(SelectionKey.OP_WRITE, pipe.sink().awaitReady(SelectionKey.OP_WRITE))
      val reading =
        async(start = CoroutineStart.UNDISPATCHED) {
          pipe.source().awaitReady(SelectionKey.OP_READ).also { assertTrue(ioLoop.inEventLoop()) }
        }
      pipe.sink().write(bytes(1))
      assertEquals(SelectionKey.OP_READ, reading.await())
    }
  }

  @Test
  fun `an echo server serves clients one beside the other`() {
    ioLoop.runUntilComplete {
      val server =
        ServerSocketChannel.open().bind(InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
      server.configureBlocking(false)
      val accepting = launch {
        while (true) {
          val connection = server.awaitAccept()
          launch {
            connection.use {
              val buffer = ByteBuffer.allocate(64)
              while (it.awaitRead(buffer.clear()) >= 0) it.awaitWrite(buffer.flip())
            }
          }
        }
      }
      val replies =
        List(5) { client ->
          async {
            SocketChannel.open().use {
              it.configureBlocking(false)
              it.awaitConnect(server.localAddress)
              val reply = ByteBuffer.allocate(100)
              repeat(100) { i ->
                it.awaitWrite(bytes((client + i).toByte()))
                it.awaitRead(reply)
              }
              reply.flip()
              List(100) { reply.get() }
            }
          }
        }
      replies.awaitAll().forEachIndexed { client, reply ->
        assertEquals(List(100) { (client + it).toByte() }, reply)
      }
      accepting.cancelAndJoin()
      server.close()
    }
  }

  @Test
  fun `more than the buffers hold is written when there is room`() {
    ioLoop.runUntilComplete {
      val size = 1_000_000
      val writing = launch {
        pipe.sink().awaitWrite(ByteBuffer.allocate(size))
        pipe.sink().close()
      }
      var count = 0
      val buffer = ByteBuffer.allocate(10_000)
      while (true) {
        val read = pipe.source().awaitRead(buffer.clear())
        if (read < 0) break
        count += read
      }
      assertEquals(size, count)
      writing.join()
    }
  }

  @Test
  fun `a read into a full buffer does not suspend`() {
    ioLoop.runUntilComplete { assertEquals(0, pipe.source().awaitRead(ByteBuffer.allocate(0))) }
  }

  @Test
  fun `a refused connection fails`() {
    val nobody = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localSocketAddress }
    ioLoop.runUntilComplete {
      val channel = SocketChannel.open()
      channel.configureBlocking(false)
      val failure = runCatching { channel.awaitConnect(nobody) }.exceptionOrNull()
      assertTrue(failure is ConnectException) { "$failure" }
      channel.close()
    }
  }

  @Test
  fun `several coroutines may wait for one channel, each for its own operations`() {
    ioLoop.runUntilComplete {
      val server =
        ServerSocketChannel.open().bind(InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
      val client = SocketChannel.open(server.localAddress)
      val peer = server.accept()
      client.configureBlocking(false)
      val readers =
        List(2) {
          async(start = CoroutineStart.UNDISPATCHED) { client.awaitReady(SelectionKey.OP_READ) }
        }
      assertEquals(SelectionKey.OP_WRITE, client.awaitReady(SelectionKey.OP_WRITE))
      assertFalse(readers.any { it.isCompleted })
      peer.write(bytes(1))
      assertEquals(listOf(SelectionKey.OP_READ, SelectionKey.OP_READ), readers.awaitAll())
      listOf(client, peer, server).forEach { it.close() }
    }
  }

  @Test
  fun `a cancelled wait leaves the channel to others`() {
    ioLoop.runUntilComplete {
      val cancelled =
        launch(start = CoroutineStart.UNDISPATCHED) {
          pipe.source().awaitReady(SelectionKey.OP_READ)
        }
      val waiting =
        async(start = CoroutineStart.UNDISPATCHED) {
          pipe.source().awaitReady(SelectionKey.OP_READ)
        }
      cancelled.cancelAndJoin()
      pipe.sink().write(bytes(1))
      assertEquals(SelectionKey.OP_READ, waiting.await())
      assertTrue(pipe.source().isOpen)
    }
  }

  @Test
  fun `waits that are cancelled from other threads end on the loop`() {
    ioLoop.runUntilComplete {
      repeat(200) {
        val waits =
          List(5) {
            launch(start = CoroutineStart.UNDISPATCHED) {
              try {
                pipe.source().awaitReady(SelectionKey.OP_READ)
              } finally {
                assertTrue(ioLoop.inEventLoop())
              }
            }
          }
        withContext(Dispatchers.Default) { waits.forEach { it.cancel() } }
        waits.joinAll()
      }
      pipe.sink().write(bytes(1))
      assertEquals(SelectionKey.OP_READ, pipe.source().awaitReady(SelectionKey.OP_READ))
    }
  }

  @Test
  fun `a stream that was read empty gives way before it is read again`() {
    ioLoop.runUntilComplete {
      val buffer = ByteBuffer.allocate(8)
      val source = pipe.source()
      pipe.sink().write(bytes(1))
      source.awaitReady(SelectionKey.OP_READ)
      assertEquals(1, source.awaitRead(buffer.clear()))

      pipe.sink().write(bytes(2, 3))
      var others = 0
      ioLoop.execute { others++ }
      assertEquals(0, source.awaitRead(ByteBuffer.allocate(0)))
      assertEquals(0, others)
      assertEquals(2, source.awaitRead(buffer.clear()))
      assertEquals(1, others)

      pipe.sink().close()
      assertEquals(-1, source.awaitRead(buffer.clear()))
    }
  }

  @Test
  fun `a stream of which more has come than the buffer takes is read on at once`() {
    ioLoop.runUntilComplete {
      val buffer = ByteBuffer.allocate(2)
      pipe.sink().write(bytes(1, 2, 3))
      pipe.source().awaitReady(SelectionKey.OP_READ)
      var others = 0
      ioLoop.execute { others++ }
      assertEquals(2, pipe.source().awaitRead(buffer.clear()))
      assertEquals(1, pipe.source().awaitRead(buffer.clear()))
      assertEquals(0, others)
    }
  }

  @Test
  fun `datagrams that wait are read one after the other at once`() {
    val here = InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
    DatagramChannel.open().bind(here).use { receiver ->
      DatagramChannel.open().bind(here).use { sender ->
        sender.connect(receiver.localAddress)
        receiver.connect(sender.localAddress)
        receiver.configureBlocking(false)
        ioLoop.runUntilComplete {
          val buffer = ByteBuffer.allocate(8)
          sender.write(bytes(1))
          sender.write(bytes(2))
          receiver.awaitReady(SelectionKey.OP_READ)
          var others = 0
          ioLoop.execute { others++ }
          assertEquals(1, receiver.awaitRead(buffer.clear()))
          assertEquals(1, receiver.awaitRead(buffer.clear()))
          assertEquals(0, others)
        }
      }
    }
  }

  @Test
  fun `closing the channel ends the waits for it`() {
    ioLoop.runUntilComplete {
      val waits =
        List(2) {
          async(start = CoroutineStart.UNDISPATCHED) {
            runCatching { pipe.source().awaitReady(SelectionKey.OP_READ) }.exceptionOrNull()
          }
        }
      pipe.source().close()
      waits.awaitAll().forEach { assertTrue(it is AsynchronousCloseException) { "$it" } }
      val late = runCatching { pipe.source().awaitReady(SelectionKey.OP_READ) }.exceptionOrNull()
      assertTrue(late is ClosedChannelException) { "$late" }
    }
  }

  @Test
  fun `a wait ends with the loop, cancelled`() {
    val job =
      CoroutineScope(ioLoop.dispatcher).launch { pipe.source().awaitReady(SelectionKey.OP_READ) }
    ioLoop.runUntilIdle()
    assertTrue(job.isActive)
    ioLoop.close()
    runBlocking { withTimeout(20_000) { job.join() } }
    assertTrue(job.isCancelled)
  }

  @Test
  fun `mistakes are named`() {
    ioLoop.runUntilComplete {
      suspend fun failureOf(block: suspend () -> Unit) = runCatching { block() }.exceptionOrNull()
      val source = pipe.source()
      assertTrue(failureOf { source.awaitReady(SelectionKey.OP_WRITE) } is IllegalArgumentException)
      assertTrue(failureOf { source.awaitReady(0) } is IllegalArgumentException)
      source.configureBlocking(true)
      assertTrue(failureOf { source.awaitReady(SelectionKey.OP_READ) } is IllegalStateException)
    }
    Loops.manual().use { plain ->
      val failure = plain.runUntilComplete {
        coroutineScope {
          runCatching { pipe.source().awaitReady(SelectionKey.OP_READ) }.exceptionOrNull()
        }
      }
      assertTrue(failure is IllegalStateException && "no IoLoop" in failure.message!!) {
        "$failure"
      }
    }
  }
}
