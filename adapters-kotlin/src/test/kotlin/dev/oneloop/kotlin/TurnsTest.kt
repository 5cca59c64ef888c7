package dev.oneloop.kotlin

import dev.oneloop.Loops
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class TurnsTest {
  private val loop = Loops.simulated()

  @AfterEach fun close() = loop.close()

  @Test
  fun `awaitTurn resumes in a later turn, each time`() {
    val turns = loop.runUntilComplete {
      List(5) {
        loop.awaitTurn()
        loop.metrics().turns()
      }
    }
    assertEquals((turns[0] until turns[0] + 5).toList(), turns)
  }

  @Test
  fun `awaitTurn is a turn also for the immediate view`() {
    loop.runUntilComplete(loop.dispatcher.immediate) {
      val before = loop.metrics().turns()
      loop.awaitTurn()
      assertTrue(loop.metrics().turns() > before)
    }
  }

  @Test
  fun `withTurn runs its block on the loop and a coroutine of the loop goes on in the same turn`() {
    loop.runUntilComplete {
      delay(7)
      val (time, turn) = loop.withTurn { it to loop.metrics().turns() }
      assertEquals(7_000_000, time)
      assertEquals(turn, loop.metrics().turns())
    }
  }

  @Test
  fun `withTurn serves coroutines of other dispatchers`() {
    Loops.start("turns").use { own ->
      runBlocking(Dispatchers.Default) {
        assertTrue(own.withTurn { own.inEventLoop() })
        assertFalse(own.inEventLoop())
      }
    }
  }

  @Test
  fun `withTurn throws what its block throws`() {
    val expected = IllegalArgumentException("expected by a test")
    val thrown = loop.runUntilComplete {
      runCatching { loop.withTurn { throw expected } }.exceptionOrNull()
    }
    assertTrue(thrown === expected || thrown?.cause === expected) { "$thrown" }
  }

  @Test
  fun `a cancelled withTurn does not call its block`() {
    var called = false
    loop.runUntilComplete {
      val job = launch(start = CoroutineStart.UNDISPATCHED) { loop.withTurn { called = true } }
      job.cancel()
      loop.awaitTurn()
    }
    assertFalse(called)
  }

  @Test
  fun `withTurn on a loop that has shut down is cancelled`() {
    loop.close()
    runBlocking {
      val job = CoroutineScope(Dispatchers.Default).async { loop.withTurn {} }
      assertTrue(
        runCatching { withTimeout(20_000) { job.await() } }.exceptionOrNull()
          is CancellationException
      )
    }
  }

  @Test
  fun `turns are seen one by one`() {
    val times = loop.runUntilComplete { loop.turns.take(3).toList() }
    assertEquals(listOf(0L, 0L, 0L), times)
  }

  @Test
  fun `awaitIdle resumes when all that was ready has run, and what that made ready`() {
    loop.runUntilComplete {
      var rounds = 0
      launch {
        repeat(50) {
          rounds++
          yield()
        }
      }
      launch { delay(1_000_000) }
        .also { later ->
          loop.awaitIdle()
          assertEquals(50, rounds)
          assertTrue(later.isActive)
          later.cancel()
        }
    }
  }

  @Test
  fun `several coroutines may wait for idleness, and cancelled ones do not hold it up`() {
    loop.runUntilComplete {
      val waiting = List(3) { async(start = CoroutineStart.UNDISPATCHED) { loop.awaitIdle() } }
      val cancelled = launch(start = CoroutineStart.UNDISPATCHED) { loop.awaitIdle() }
      cancelled.cancel()
      waiting.awaitAll()
      assertTrue(cancelled.isCancelled)
      withContext(loop.dispatcher.immediate) { loop.awaitIdle() }
    }
  }
}
