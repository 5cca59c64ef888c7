package dev.oneloop.testkit

import dev.oneloop.EventLoop
import dev.oneloop.simulation.ForeignThreads
import dev.oneloop.simulation.Mode
import dev.oneloop.simulation.Simulation
import java.time.Duration.ofSeconds
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.opentest4j.AssertionFailedError

class RunLoopTestTest {
  private val events = mutableListOf<String>()

  @Test
  fun `the body runs on the loop, and time is virtual and exact`() = runLoopTest {
    assertSame(loop, EventLoop.current())
    delay(10.days)
    assertEquals(10.days, currentTime)
    delay(1.nanoseconds)
    // kotlinx-coroutines rounds a delay up to milliseconds.
    assertEquals(10.days + 1.milliseconds, currentTime)
    assertThrows<TimeoutCancellationException> { withTimeout(5) { awaitCancellation() } }
    assertEquals(10.days + 6.milliseconds, currentTime)
  }

  private inline fun <reified T : Throwable> assertThrows(block: () -> Unit) {
    assertTrue(runCatching(block).exceptionOrNull() is T)
  }

  @Test
  fun `what the body launches belongs to the test`() {
    runLoopTest {
      launch {
        delay(1.seconds)
        events += "child at $currentTime"
      }
      events += "body"
    }
    assertEquals(listOf("body", "child at 1s"), events)
  }

  @Test
  fun `the body may drive the loop without suspending`() = runLoopTest {
    launch {
      events += "started"
      yield()
      events += "went on"
      delay(1.seconds)
      events += "after a second"
      delay(1.seconds)
      events += "after two"
    }
    runUntilIdle()
    assertEquals(listOf("started", "went on"), events)
    advanceBy(999.milliseconds)
    assertEquals(2, events.size)
    advanceBy(1.milliseconds)
    assertEquals("after a second", events.last())
    advanceTo(1500.milliseconds)
    assertEquals(1500.milliseconds, currentTime)
    runUntilQuiescent()
    assertEquals("after two", events.last())
    assertEquals(2.seconds, currentTime)
    assertThrows<IllegalArgumentException> { advanceTo(Duration.ZERO) }
  }

  @Test
  fun `a timeout takes no real time`() = runLoopTest {
    val reply = async { withTimeoutOrNull(1.seconds) { awaitCancellation() } }
    advanceBy(1.seconds)
    assertNull(reply.await())
  }

  @Test
  fun `the background ends with the test, on the loop`() {
    runLoopTest {
      backgroundScope.launch {
        try {
          while (true) {
            delay(1.seconds)
            events += "tick"
          }
        } finally {
          events += "ended on the loop: ${EventLoop.current() === loop}"
        }
      }
      delay(2.seconds)
    }
    assertEquals(listOf("tick", "tick", "ended on the loop: true"), events)
  }

  @Test
  fun `what the body throws is thrown`() {
    val thrown = IllegalStateException("expected by a test")
    assertSame(
      thrown,
      assertThrows(IllegalStateException::class.java) { runLoopTest { throw thrown } },
    )
  }

  @Test
  fun `a coroutine of the test that fails fails the test`() {
    assertThrows(UnsupportedOperationException::class.java) {
      runLoopTest {
        launch {
          delay(1.seconds)
          throw UnsupportedOperationException("expected by a test")
        }
        awaitCancellation()
      }
    }
  }

  @Test
  fun `a failure in the background fails the test`() {
    val failure = failureOf {
      backgroundScope.launch { throw UnsupportedOperationException("expected by a test") }
      delay(1)
      events += "body"
    }
    assertEquals(listOf("body"), events)
    assertSays(failure, "Failures that nobody handled", "background scope", "expected by a test")
  }

  @Test
  fun `a test that would wait for ever fails`() {
    val failure = failureOf { CompletableDeferred<Unit>().await() }
    assertSays(failure, "Nothing is runnable", "at 0 ms", "Who waits:", "- the test, ")
  }

  @Test
  fun `who waits for ever is named`() {
    val failure = failureOf { launch { launch { CompletableDeferred<Unit>().await() } } }
    assertEquals(2, Regex("- coroutine .*StandaloneCoroutine").findAll(failure.message!!).count())
  }

  @Test
  fun `a test may take for ever`() {
    runLoopTest(timeout = Duration.INFINITE) { delay(1.hours) }
  }

  @Test
  fun `a test that is busy for ever fails in real time`() {
    val failure = failureOf(timeout = 20.milliseconds) { while (true) delay(1.seconds) }
    assertSays(failure, "Not done after 20 ms of real time", "The thread was at")
  }

  @Test
  fun `what is left behind fails the test, unless it is allowed`() {
    val failure = failureOf { loop.schedule({}, ofSeconds(5)) }
    assertSays(failure, "left something behind", "1 timer", "due at 5000 ms")
    runLoopTest(allow = setOf(Leftover.TIMERS)) { loop.schedule({}, ofSeconds(5)) }
  }

  @Test
  fun `work on other threads fails the test`() {
    val failure = failureOf { elsewhere() }
    assertSays(failure, "takes nothing from foreign threads", "DefaultDispatcher-worker")
  }

  @Test
  fun `work on other threads comes back when nothing else is left to do, if that is asked for`() {
    runLoopTest(foreignThreads = ForeignThreads.AT_QUIESCENCE) {
      val other = async {
        delay(1.seconds)
        events += "a second has passed"
      }
      elsewhere()
      events += "back"
      other.await()
    }
    assertEquals(listOf("a second has passed", "back"), events)
  }

  /** Waits for another thread, which has done its part before the loop has nothing to do. */
  private suspend fun LoopTestScope.elsewhere() {
    val there = CompletableDeferred<Unit>()
    launch { thread(name = "DefaultDispatcher-worker-1") { there.complete(Unit) }.join() }
    there.await()
  }

  @Test
  fun `seeds find a wrong order and say how to repeat it with the fewest deviations`() {
    val failure = assertThrows(AssertionFailedError::class.java) { runLoopTest(200) { tooLate() } }
    assertSays(failure, "came too late", "Failed with seed", "Simulation.replay(Mode.POSSIBLE, ")
    val decisions =
      Regex("""Mode\.POSSIBLE, ([\d, ]+)\)""")
        .find(failure.message!!)!!
        .groupValues[1]
        .split(", ")
        .map { it.toInt() }
        .toIntArray()
    assertEquals(1, decisions.count { it != 0 })
    val again = failureOf(Simulation.replay(Mode.POSSIBLE, *decisions)) { tooLate() }
    assertSays(again, "came too late")
  }

  @Test
  fun `seeds find nothing where there is nothing to find`() {
    var runs = 0
    runLoopTest(50, Mode.CHAOS) {
      runs++
      tooLate(false)
    }
    assertEquals(51, runs)
  }

  @Test
  fun `an assumption that does not hold with one seed does not keep others from being tried`() {
    var runs = 0
    var late = 0
    runLoopTest(50) {
      runs++
      try {
        tooLate()
      } catch (e: AssertionFailedError) {
        late++
        assumeTrue(false)
      }
    }
    assertEquals(51, runs)
    assertTrue(late > 0)
  }

  private suspend fun LoopTestScope.tooLate(strictly: Boolean = true) {
    var closed = false
    val arrived = CompletableDeferred<Boolean>()
    loop.outside().execute { arrived.complete(closed) }
    launch {
      delay(10)
      closed = true
    }
    assertTrue(!arrived.await() || !strictly, "came too late")
  }

  private fun failureOf(
    simulation: Simulation = Simulation.fifo(),
    timeout: Duration = 60.seconds,
    body: suspend LoopTestScope.() -> Unit,
  ) =
    assertThrows(AssertionFailedError::class.java) {
      runLoopTest(simulation, timeout = timeout, body = body)
    }

  private fun assertSays(failure: Throwable, vararg parts: String) {
    for (part in parts) assertTrue(failure.message!!.contains(part)) { "no '$part' in $failure" }
  }
}
