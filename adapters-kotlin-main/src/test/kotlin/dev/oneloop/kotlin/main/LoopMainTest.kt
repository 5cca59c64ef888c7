package dev.oneloop.kotlin.main

import dev.oneloop.Loops
import dev.oneloop.kotlin.currentLoop
import java.util.Collections
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** `Dispatchers.Main` of this JVM is a loop. */
class LoopMainTest {
  private val steps = Collections.synchronizedList(ArrayList<Int>())

  @Test
  fun `it goes by the names of Main`() {
    assertEquals("Dispatchers.Main", Dispatchers.Main.toString())
    assertEquals("Dispatchers.Main.immediate", Dispatchers.Main.immediate.toString())
    assertNotEquals(Dispatchers.Main, Dispatchers.Main.immediate)
  }

  @Test
  fun `it runs on the loop`() = runBlocking {
    withContext(Dispatchers.Main) {
      assertTrue(LOOP.inEventLoop())
      assertSame(LOOP, currentLoop())
    }
    withContext(Dispatchers.Main.immediate) { assertTrue(LOOP.inEventLoop()) }
  }

  @Test
  fun `a dispatch is needed for Main always and for immediate off the loop`() = runBlocking {
    assertTrue(Dispatchers.Main.isDispatchNeeded(EmptyCoroutineContext))
    assertTrue(Dispatchers.Main.immediate.isDispatchNeeded(EmptyCoroutineContext))
    withContext(Dispatchers.Main) {
      assertTrue(Dispatchers.Main.isDispatchNeeded(EmptyCoroutineContext))
      assertFalse(Dispatchers.Main.immediate.isDispatchNeeded(EmptyCoroutineContext))
    }
  }

  @Test
  fun `immediate shares Main's queue`() {
    runBlocking(Dispatchers.Main) {
      steps += 1
      launch(Dispatchers.Main.immediate) {
        steps += 2
        yield()
        steps += 4
      }
      steps += 3
      yield()
      steps += 5
    }
    assertEquals(listOf(1, 2, 3, 4, 5), steps)
  }

  @Test
  fun `order is kept from Main through immediate, on and off the loop`() {
    suspend fun enter() =
      withContext(Dispatchers.Main.immediate) {
        steps += 1
        launch(Dispatchers.Main) { steps += 2 }
        withContext(Dispatchers.Main) { steps += 3 }
      }
    runBlocking {
      enter()
      withContext(Dispatchers.Main) { enter() }
    }
    assertEquals(listOf(1, 2, 3, 1, 2, 3), steps)
  }

  @Test
  fun `delays and timeouts stay on the loop`() =
    runBlocking(Dispatchers.Main) {
      delay(1)
      assertTrue(LOOP.inEventLoop())
      withTimeoutOrNull(1) { delay(1_000_000) }
      assertTrue(LOOP.inEventLoop())
    }

  @OptIn(DelicateCoroutinesApi::class)
  @Test
  fun `MainScope starts atomically though it is cancelled`() = runBlocking {
    var onLoop = false
    val scope = MainScope()
    scope.cancel()
    scope
      .launch(start = CoroutineStart.ATOMIC) {
        onLoop = LOOP.inEventLoop()
        delay(Long.MAX_VALUE)
      }
      .join()
    assertTrue(onLoop)
  }

  @Test
  fun `it is decided once`() {
    LoopMain.install(LOOP)
    val other = Loops.builder().name("other").manual()
    val failure = assertThrows(IllegalStateException::class.java) { LoopMain.install(other) }
    assertTrue("other" in failure.message!!) { failure.message }
  }

  private companion object {
    val LOOP = Loops.start("main-loop").also { LoopMain.install(it) }
  }
}
