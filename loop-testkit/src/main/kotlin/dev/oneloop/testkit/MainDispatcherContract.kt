package dev.oneloop.testkit

import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/**
 * What coroutines expect of a [MainCoroutineDispatcher], as tests: everything in
 * [DispatcherContract], also of its `immediate` view, and that this view runs at once what is on
 * the loop already.
 */
public abstract class MainDispatcherContract : DispatcherContract() {
  private val main
    get() = dispatcher as MainCoroutineDispatcher

  override val targets: List<CoroutineDispatcher>
    get() = listOf(main, main.immediate, main.limitedParallelism(1, "view"))

  abstract override fun newDispatcher(): MainCoroutineDispatcher

  @Test
  protected fun `immediate needs a dispatch only off the loop`() {
    assertTrue(main.immediate.isDispatchNeeded(EmptyCoroutineContext))
    onLoop {
      assertFalse(main.immediate.isDispatchNeeded(coroutineContext))
      withContext(main.immediate) {
        assertTrue(main.isDispatchNeeded(coroutineContext))
        assertFalse(main.immediate.isDispatchNeeded(coroutineContext))
      }
    }
  }

  @Test
  protected fun `the dispatcher and its immediate view are different, and each is always the same`() {
    assertNotEquals(main, main.immediate)
    assertSame(main.immediate, main.immediate)
    assertSame(main.immediate, main.immediate.immediate)
    assertEquals("$main.immediate", main.immediate.toString())
  }

  @Test
  protected fun `immediate is entered at once from the loop, ahead of what is queued`() {
    onLoop {
      step(1)
      val queued = launch { step(3) }
      withContext(main.immediate) { step(2) }
      queued.join()
      step(4)
    }
    assertSteps(4)
  }

  @Test
  protected fun `immediate yields to what is queued`() {
    onLoop {
      step(1)
      launch(main.immediate) {
        step(2)
        yield()
        step(4)
      }
      step(3)
      yield()
      step(5)
    }
    assertSteps(5)
  }

  @Test
  protected fun `what immediate queued from another thread is run in order`() {
    onLoop {
      withContext(Dispatchers.Default) {
        withContext(main.immediate) {
          step(1)
          launch(main) { step(2) }
          withContext(main) { step(3) }
        }
      }
    }
    assertSteps(3)
  }

  @Test
  protected fun `two hundred thousand immediate coroutines in one task all run`() {
    val count = onLoop {
      var count = 0
      coroutineScope { repeat(200_000) { launch(main.immediate) { count++ } } }
      count
    }
    assertEquals(200_000, count)
  }

  @Test
  protected fun `immediate coroutines nested in each other do not overflow the stack`() {
    suspend fun down(depth: Int): Int =
      if (depth == 0) 0
      else
        coroutineScope {
          async(main.immediate) {
              yield()
              down(depth - 1)
            }
            .await() + 1
        }
    assertEquals(2_000, onLoop { down(2_000) })
  }

  @Test
  protected fun `limited parallelism is the same dispatcher, or a named view that keeps immediate`() {
    assertSame(main, main.limitedParallelism(1))
    assertSame(main, main.limitedParallelism(7))
    assertSame(main.immediate, main.immediate.limitedParallelism(1))
    val view = main.limitedParallelism(1, "mine")
    assertEquals("mine", view.toString())
    assertEquals("mine.immediate", (view as MainCoroutineDispatcher).immediate.toString())
    assertThrows(IllegalArgumentException::class.java) { main.limitedParallelism(0) }
    assertThrows(IllegalArgumentException::class.java) { main.limitedParallelism(-1, "x") }
  }

  @Test
  protected fun `a named view runs on the loop, and so does its immediate`(): Unit = onLoop {
    val view = main.limitedParallelism(1, "mine") as MainCoroutineDispatcher
    withContext(view) { assertOnLoop() }
    withContext(Dispatchers.Default) { withContext(view.immediate) { assertOnLoop() } }
    assertFalse(view.immediate.isDispatchNeeded(coroutineContext))
  }
}
