package dev.oneloop.kotlin

import dev.oneloop.BlockedLoopException
import dev.oneloop.LoopFailure
import dev.oneloop.Loops
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.SECONDS
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class LoopScopeTest {
  private val failures = CopyOnWriteArrayList<LoopFailure>()
  private val failedOnLoop = CopyOnWriteArrayList<Boolean>()

  private fun builder() =
    Loops.builder().exceptionHandler { loop, failure ->
      failures += failure
      failedOnLoop += loop.inEventLoop()
    }

  private class ExpectedException : RuntimeException("expected by a test")

  @Test
  fun `a loop has one scope, on its dispatcher`() {
    builder().manual().use { loop ->
      val scope = loop.coroutineScope
      assertSame(scope, loop.coroutineScope)
      assertSame(loop.dispatcher, scope.coroutineContext[kotlin.coroutines.ContinuationInterceptor])
    }
  }

  @Test
  fun `a failure reaches the loop's handler once, on the loop, and siblings live`() {
    builder().manual().use { loop ->
      val expected = ExpectedException()
      val sibling = loop.coroutineScope.launch { awaitCancellation() }
      loop.coroutineScope.launch { throw expected }
      loop.poll()
      loop.poll()
      assertEquals(listOf<Throwable>(expected), failures.map { it.throwable() })
      assertEquals(listOf(true), failedOnLoop)
      assertTrue(sibling.isActive)
      assertTrue(loop.coroutineScope.isActive)
    }
  }

  @Test
  fun `a failure on another thread is handled on the loop`() {
    val handled = CountDownLatch(1)
    val onLoop = CopyOnWriteArrayList<Boolean>()
    val loop =
      Loops.builder()
        .exceptionHandler { l, _ ->
          onLoop += l.inEventLoop()
          handled.countDown()
        }
        .start()
    loop.use {
      loop.coroutineScope.launch(Dispatchers.Default) { throw ExpectedException() }
      assertTrue(handled.await(20, SECONDS))
    }
    assertEquals(listOf(true), onLoop)
  }

  @Test
  fun `a failure that somebody awaits is not reported`() {
    builder().manual().use { loop ->
      val failed = loop.coroutineScope.async<Unit> { throw ExpectedException() }
      loop.runUntilComplete {
        assertTrue(runCatching { failed.await() }.exceptionOrNull() is ExpectedException)
      }
      assertEquals(emptyList<LoopFailure>(), failures)
    }
  }

  @Test
  fun `close cancels the scope and drains its coroutines on the loop`() {
    val ends = CopyOnWriteArrayList<String>()
    val loop = builder().simulated()
    loop.coroutineScope.launch {
      try {
        delay(3_600_000)
      } finally {
        withContext(NonCancellable) {
          delay(100)
          yield()
          ends += "delayed ${loop.inEventLoop()}"
        }
      }
    }
    loop.coroutineScope.launch {
      try {
        awaitCancellation()
      } finally {
        ends += "waiting ${loop.inEventLoop()}"
      }
    }
    loop.runUntilIdle()
    loop.close()
    assertEquals(listOf("waiting true", "delayed true"), ends)
    assertFalse(loop.coroutineScope.isActive)
    assertEquals(emptyList<LoopFailure>(), failures)
  }

  @Test
  fun `close drains on a loop with a thread of its own`() {
    val end = CompletableDeferred<Boolean>()
    val loop = builder().start()
    val started = CountDownLatch(1)
    loop.coroutineScope.launch {
      try {
        started.countDown()
        delay(3_600_000)
      } finally {
        withContext(NonCancellable) { delay(1) }
        end.complete(loop.inEventLoop())
      }
    }
    assertTrue(started.await(20, SECONDS))
    loop.close()
    assertTrue(end.isCompleted)
    assertTrue(runBlocking { end.await() })
  }

  @Test
  fun `what outlasts the grace period ends elsewhere, which is reported once`() {
    val gate = CompletableDeferred<Unit>()
    val loop = builder().shutdownGrace(Duration.ofMillis(1)).simulated()
    val jobs =
      List(2) {
        loop.coroutineScope.launch(start = CoroutineStart.UNDISPATCHED) {
          withContext(NonCancellable) {
            gate.await()
            assertFalse(loop.inEventLoop())
            delay(1)
          }
        }
      }
    loop.close()
    gate.complete(Unit)
    runBlocking { withTimeout(20_000) { jobs.forEach { it.join() } } }
    assertEquals(1, failures.size) { "$failures" }
    assertTrue(failures[0].message().contains("Dispatchers.IO"))
  }

  @Test
  fun `a timeout in a finally block keeps its time while the loop drains`() {
    val result = CompletableDeferred<String>()
    val loop = builder().simulated()
    loop.coroutineScope.launch(start = CoroutineStart.UNDISPATCHED) {
      withContext(NonCancellable) {
        result.complete(
          withTimeout(1_000) {
            delay(500)
            "in time"
          }
        )
      }
    }
    loop.close()
    assertEquals("in time", runBlocking { withTimeout(20_000) { result.await() } })
  }

  @Test
  fun `the scope of a loop that has shut down is cancelled`() {
    val loop = builder().manual()
    loop.close()
    assertFalse(loop.coroutineScope.isActive)
    assertTrue(loop.coroutineScope.launch {}.isCancelled)
  }

  @Test
  fun `withLoop runs on the loop and returns the result`() {
    builder().start().use { loop ->
      runBlocking {
        val result =
          withLoop(loop) {
            assertSame(loop, currentLoop())
            loop.inEventLoop()
          }
        assertTrue(result)
        val failure = runCatching { withLoop(loop) { throw ExpectedException() } }.exceptionOrNull()
        assertTrue(failure is ExpectedException)
      }
    }
  }

  @Test
  fun `withLoop comes to the loop also from where its dispatcher only seems to be`() {
    builder().start().use { loop ->
      val onLoop = CompletableDeferred<Pair<Boolean, Boolean>>()
      CoroutineScope(loop.dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
        val trusting = withContext(loop.dispatcher) { loop.inEventLoop() }
        onLoop.complete(trusting to withLoop(loop) { loop.inEventLoop() })
      }
      assertEquals(false to true, runBlocking { withTimeout(20_000) { onLoop.await() } })
    }
  }

  @Test
  fun `currentLoop off any loop names the dispatcher`() {
    val failure =
      runBlocking(Dispatchers.Default) { runCatching { currentLoop() }.exceptionOrNull() }
    assertTrue(failure is IllegalStateException)
    assertTrue(failure!!.message!!.contains("Dispatchers.Default")) { failure.message }
  }

  @Test
  fun `currentLoop is known to coroutines without a dispatcher of the loop`() {
    builder().manual().use { loop ->
      loop.runUntilComplete {
        withContext(Dispatchers.Unconfined) { assertSame(loop, currentLoop()) }
      }
    }
  }

  @Test
  fun `runBlocking on a scope is an error`() {
    builder().manual().use { loop ->
      // Kotlin code that calls it does not compile; other languages get this.
      val method = LoopScope::class.java.methods.single { it.name == "runBlocking" }
      val deprecated = method.getAnnotation(Deprecated::class.java)
      assertEquals(DeprecationLevel.ERROR, deprecated.level)
      val failure =
        assertThrows(java.lang.reflect.InvocationTargetException::class.java) {
          method.invoke(loop.coroutineScope, kotlin.coroutines.EmptyCoroutineContext, null)
        }
      assertTrue(failure.cause is BlockedLoopException || failure.cause is NullPointerException)
    }
  }

  @Test
  fun `cancelling a job from another thread still ends it on the loop`() {
    builder().start().use { loop ->
      val onLoop = CompletableDeferred<Boolean>()
      val started = CompletableDeferred<Unit>()
      val job =
        loop.coroutineScope.launch {
          try {
            started.complete(Unit)
            awaitCancellation()
          } catch (e: CancellationException) {
            onLoop.complete(loop.inEventLoop())
            throw e
          }
        }
      runBlocking {
        withTimeout(20_000) {
          started.await()
          job.cancel()
          assertTrue(onLoop.await())
        }
      }
    }
  }
}
