package dev.oneloop.kotlin

import dev.oneloop.BlockedLoopException
import dev.oneloop.Loops
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class RunUntilCompleteTest {
  private val loop = Loops.simulated()

  @AfterEach fun close() = loop.close()

  private class ExpectedException : RuntimeException("expected by a test")

  @Test
  fun `the result is returned when all children have ended`() {
    val done = ArrayList<Int>()
    val result = loop.runUntilComplete {
      launch {
        delay(100)
        done += 1
      }
      "result"
    }
    assertEquals("result", result)
    assertEquals(listOf(1), done)
  }

  @Test
  fun `it runs on the thread that calls it, and drives what else is on the loop`() {
    val thread = Thread.currentThread()
    var other: Thread? = null
    loop.execute { other = Thread.currentThread() }
    assertSame(thread, loop.runUntilComplete { Thread.currentThread() })
    assertSame(thread, other)
  }

  @Test
  fun `what the block throws is thrown as it is`() {
    val expected = ExpectedException()
    assertSame(
      expected,
      assertThrows(ExpectedException::class.java) { loop.runUntilComplete { throw expected } },
    )
  }

  @Test
  fun `what a child throws is thrown, and its siblings are cancelled`() {
    val expected = ExpectedException()
    var sibling: Job? = null
    val thrown =
      assertThrows(ExpectedException::class.java) {
        loop.runUntilComplete {
          sibling = launch { awaitCancellation() }
          launch {
            yield()
            throw expected
          }
        }
      }
    assertSame(expected, thrown)
    assertTrue(sibling!!.isCancelled)
  }

  @Test
  fun `a coroutine that cancels itself throws its cancellation`() {
    assertThrows(CancellationException::class.java) {
      loop.runUntilComplete {
        cancel()
        yield()
      }
    }
  }

  @Test
  fun `the context is the coroutine's`() {
    val name =
      loop.runUntilComplete(CoroutineName("mine")) { currentCoroutineContext()[CoroutineName] }
    assertEquals("mine", name?.name)
  }

  @Test
  fun `a job in the context is the parent, which does not hear of a failure`() {
    val parent = Job()
    assertThrows(ExpectedException::class.java) {
      loop.runUntilComplete(parent) { throw ExpectedException() }
    }
    assertTrue(parent.isActive)
    assertFalse(parent.children.any())
    assertThrows(CancellationException::class.java) {
      loop.runUntilComplete(parent) {
        parent.cancel()
        yield()
      }
    }
  }

  @Test
  fun `without a job in the context the coroutine has no parent`() {
    @OptIn(kotlinx.coroutines.ExperimentalCoroutinesApi::class)
    assertNull(loop.runUntilComplete { coroutineContext.job.parent })
  }

  @Test
  fun `with another dispatcher it only drives the loop meanwhile`() {
    val manual = Loops.manual()
    val threads =
      manual.runUntilComplete(Dispatchers.Default) {
        listOf(manual.inEventLoop(), withContext(manual.dispatcher) { manual.inEventLoop() })
      }
    assertEquals(listOf(false, true), threads)
    manual.close()
  }

  @Test
  fun `inside a task it is refused`() {
    val failure = AtomicReference<Throwable>()
    var ran = false
    loop.execute {
      failure.set(runCatching { loop.runUntilComplete { ran = true } }.exceptionOrNull())
    }
    loop.runUntilIdle()
    assertTrue(failure.get() is BlockedLoopException) { "${failure.get()}" }
    assertFalse(ran)
  }

  @Test
  fun `inside runNested it is allowed`() {
    val result = loop.runUntilComplete {
      loop.runNested {
        loop.runUntilComplete {
          delay(10)
          "nested"
        }
      }
    }
    assertEquals("nested", result)
  }

  @Test
  fun `an interrupt cancels the coroutine, whose end is awaited`() {
    val manual = Loops.manual()
    val running = CountDownLatch(1)
    val thrown = AtomicReference<Throwable>()
    var ended = false
    val driver = thread {
      thrown.set(
        runCatching {
          manual.runUntilComplete {
            try {
              running.countDown()
              awaitCancellation()
            } finally {
              withContext(kotlinx.coroutines.NonCancellable) { delay(1) }
              ended = true
            }
          }
        }
          .exceptionOrNull()
      )
    }
    assertTrue(running.await(20, SECONDS))
    driver.interrupt()
    driver.join(20_000)
    assertTrue(thrown.get() is InterruptedException) { "${thrown.get()}" }
    assertTrue(ended)
    manual.close()
  }

  @Test
  fun `a stop ends it, and the coroutine is cancelled`() {
    var job: Job? = null
    assertThrows(IllegalStateException::class.java) {
      loop.runUntilComplete {
        job = coroutineContext.job
        loop.stop()
        awaitCancellation()
      }
    }
    assertTrue(job!!.isCancelled)
    loop.runUntilIdle()
    assertTrue(job!!.isCompleted)
  }
}
