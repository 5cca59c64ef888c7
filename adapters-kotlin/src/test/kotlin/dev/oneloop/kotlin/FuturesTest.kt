package dev.oneloop.kotlin

import dev.oneloop.LoopFailure
import dev.oneloop.Loops
import java.util.concurrent.CancellationException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit.SECONDS
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class FuturesTest {
  private val failures = CopyOnWriteArrayList<LoopFailure>()
  private val loop =
    Loops.builder().exceptionHandler { _, failure -> failures += failure }.simulated()

  @AfterEach fun close() = loop.close()

  private class ExpectedException : RuntimeException("expected by a test")

  @Test
  fun `a future has the coroutine's result`() {
    val future = loop.future {
      delay(100)
      42
    }
    assertFalse(future.isDone)
    assertEquals(42, loop.runUntilComplete(future))
  }

  @Test
  fun `a future has the coroutine's failure, and the loop's handler does not`() {
    val expected = ExpectedException()
    val future = loop.future<Unit> { throw expected }
    loop.runUntilQuiescent()
    assertSame(expected, assertThrows(CompletionException::class.java) { future.join() }.cause)
    assertEquals(emptyList<LoopFailure>(), failures)
  }

  @Test
  fun `cancelling a future cancels its coroutine`() {
    var ended = false
    val future =
      loop.future<Unit> {
        try {
          awaitCancellation()
        } finally {
          ended = true
        }
      }
    loop.runUntilQuiescent()
    future.cancel(false)
    loop.runUntilQuiescent()
    assertTrue(ended)
  }

  @Test
  fun `asynchronous stages of a future run on the loop, and so do theirs`() {
    val onLoop = ArrayList<Boolean>()
    val last =
      loop
        .future { 1 }
        .thenApplyAsync { onLoop += loop.inEventLoop() }
        .thenRunAsync { onLoop += loop.inEventLoop() }
    loop.runUntilComplete(last)
    assertEquals(listOf(true, true), onLoop)
  }

  @Test
  fun `a future cannot be lazy`() {
    assertThrows(IllegalArgumentException::class.java) {
      loop.future(start = CoroutineStart.LAZY) {}
    }
  }

  @Test
  fun `a future of a loop that has shut down is cancelled`() {
    loop.close()
    val future = loop.future {}
    assertThrows(CancellationException::class.java) { future.get(20, SECONDS) }
  }

  @Test
  fun `a waiter that is cancelled does not cancel the stage`() {
    val shared = CompletableFuture<String>()
    val result = loop.runUntilComplete {
      val waiter = launch(start = CoroutineStart.UNDISPATCHED) { shared.awaitNonCancelling() }
      waiter.cancel()
      waiter.join()
      assertFalse(shared.isDone)
      launch { shared.complete("done") }
      shared.awaitNonCancelling()
    }
    assertEquals("done", result)
  }

  @Test
  fun `a stage's failure is thrown out of its wrapper`() {
    val expected = ExpectedException()
    val stage =
      CompletableFuture<Int>().also { it.completeExceptionally(expected) }.thenApply { it }
    loop.runUntilComplete {
      val thrown = runCatching { stage.awaitNonCancelling() }.exceptionOrNull()
      assertTrue(thrown is ExpectedException) { "$thrown" }
    }
  }

  @Test
  fun `a stage that is complete does not suspend`() {
    loop.runUntilComplete {
      val turn = loop.metrics().turns()
      assertEquals(1, CompletableFuture.completedFuture(1).awaitNonCancelling())
      assertEquals(turn, loop.metrics().turns())
    }
  }
}
