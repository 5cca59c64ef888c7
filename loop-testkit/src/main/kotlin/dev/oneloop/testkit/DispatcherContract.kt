package dev.oneloop.testkit

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.FlowPreview
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.debounce
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.last
import kotlinx.coroutines.flow.sample
import kotlinx.coroutines.job
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.onTimeout
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/**
 * What coroutines expect of a dispatcher that runs them one at a time on an event loop, as tests:
 * order, time, cancellation and a clean end. Whoever brings such a dispatcher extends this class:
 * ```
 * class MyDispatcherTest : DispatcherContract() {
 *   override fun newDispatcher() = MyDispatcher()
 *
 *   override fun isOnLoop() = MyDispatcher.isItsThread()
 * }
 * ```
 *
 * If nobody drives the dispatcher, override [onLoop] too, and [close] if it is not [AutoCloseable].
 * A dispatcher with an `immediate` view extends [MainDispatcherContract] instead.
 *
 * The tests go by whatever time the dispatcher has, real or virtual. Those of its end ask for what
 * few dispatchers do: that nobody hangs, that what is left is cancelled, and that `finally` blocks
 * run once.
 */
@OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class, FlowPreview::class)
public abstract class DispatcherContract {
  private val steps = ArrayList<Int>()

  /** The dispatcher under test. */
  protected lateinit var dispatcher: CoroutineDispatcher
    private set

  /** What the tests of its end do with the dispatcher, they do with each of these. */
  internal open val targets: List<CoroutineDispatcher>
    get() = listOf(dispatcher)

  /** Makes the dispatcher under test, ready for use. A test may ask for several, one by one. */
  protected abstract fun newDispatcher(): CoroutineDispatcher

  /** Whether the current thread runs a task of the dispatcher. */
  protected abstract fun isOnLoop(): Boolean

  /**
   * Runs a coroutine on [dispatcher] and returns its result; called by the test's thread. A
   * dispatcher that is driven by its caller is driven here.
   */
  protected open fun <T> onLoop(block: suspend CoroutineScope.() -> T): T =
    runBlocking(dispatcher, block)

  /** Ends the dispatcher, and returns when it has ended. Called more than once. */
  protected open fun close() {
    (dispatcher as AutoCloseable).close()
  }

  @BeforeEach
  internal fun makeDispatcher() {
    dispatcher = newDispatcher()
  }

  @AfterEach internal fun closeDispatcher() = close()

  internal fun step(number: Int) {
    synchronized(steps) { steps += number }
  }

  internal fun assertSteps(count: Int) =
    assertEquals((1..count).toList(), synchronized(steps) { steps.toList() })

  internal fun assertOnLoop() = assertTrue(isOnLoop()) { "on ${Thread.currentThread()}" }

  /** Waits for a job without the loop's help. */
  private fun Job.awaitEnd() = runBlocking(Dispatchers.IO) { withTimeout(PATIENCE) { join() } }

  @Test
  protected fun `a dispatched coroutine runs later, in order of dispatch`() {
    onLoop {
      repeat(100) { launch { step(it + 2) } }
      step(1)
    }
    assertSteps(101)
  }

  @Test
  protected fun `dispatch does not run the block inside of itself`(): Unit = onLoop {
    for (target in targets) {
      val ran = CompletableDeferred<Unit>()
      target.dispatch(EmptyCoroutineContext) { ran.complete(Unit) }
      assertFalse(ran.isCompleted)
      ran.await()
    }
  }

  @Test
  protected fun `coroutines that yield take turns`() {
    onLoop {
      launch {
        step(2)
        yield()
        step(4)
      }
      step(1)
      yield()
      step(3)
      yield()
      step(5)
    }
    assertSteps(5)
  }

  @Test
  protected fun `a hundred thousand yields neither overflow nor get lost`() {
    onLoop {
      targets.forEach { target ->
        val other = launch(target) { repeat(100_000) { yield() } }
        withContext(target) { repeat(100_000) { yield() } }
        other.join()
      }
    }
  }

  @Test
  protected fun `tasks of many threads never overlap and keep each thread's order`() {
    val seen = List(4) { ArrayList<Int>() }
    val running = AtomicInteger()
    onLoop {
      coroutineScope {
        seen.forEach { mine ->
          launch(Dispatchers.Default) {
            repeat(2_000) { i ->
              launch(dispatcher) {
                assertEquals(1, running.incrementAndGet())
                mine += i
                running.decrementAndGet()
              }
            }
          }
        }
      }
    }
    seen.forEach { assertEquals((0 until 2_000).toList(), it) }
  }

  @Test
  protected fun `a rendezvous channel carries values to another dispatcher and back`() {
    val sum = onLoop {
      val there = Channel<Int>()
      val back = Channel<Int>()
      launch(Dispatchers.Default) { for (i in there) back.send(i) }
      var sum = 0
      repeat(1_000) {
        there.send(it)
        sum += back.receive()
        assertOnLoop()
      }
      there.close()
      sum
    }
    assertEquals(499_500, sum)
  }

  @Test
  protected fun `unconfined coroutines start in place and nest in the order of the unconfined loop`() {
    onLoop {
      step(1)
      launch(Dispatchers.Unconfined) {
        step(2)
        launch(Dispatchers.Unconfined) { step(4) }
        step(3)
      }
      step(5)
    }
    assertSteps(5)
  }

  @Test
  protected fun `a raw task that throws does not stop the loop`(): Unit = onLoop {
    dispatcher.asExecutor().execute { throw ExpectedException() }
    val ran = CompletableDeferred<Boolean>()
    dispatcher.asExecutor().execute { ran.complete(isOnLoop()) }
    assertTrue(ran.await())
  }

  @Test
  protected fun `a dispatch is always needed`() {
    assertTrue(dispatcher.isDispatchNeeded(EmptyCoroutineContext))
    onLoop { assertTrue(dispatcher.isDispatchNeeded(coroutineContext)) }
  }

  @Test
  protected fun `delayed coroutines resume on the loop, in order of deadline, equal ones first come first served`() {
    onLoop {
      launch {
        delay(10)
        step(1)
      }
      repeat(1_000) {
        launch {
          delay(20)
          assertOnLoop()
          step(it + 2)
        }
      }
    }
    assertSteps(1_001)
  }

  @Test
  protected fun `everything that waits does so on the loop`(): Unit = onLoop {
    withTimeoutOrNull(5) { delay(1_000_000) }
    assertOnLoop()
    val timedOut = runCatching { withTimeout(5) { delay(1_000_000) } }.exceptionOrNull()
    assertTrue(timedOut is TimeoutCancellationException)
    assertOnLoop()
    assertEquals("timeout", select { onTimeout(5) { "timeout" } })
    assertOnLoop()
    val numbers = flow {
      emit(1)
      emit(2)
      delay(60)
      emit(3)
    }
    // Whether the others pass as well depends on how long the machine stalls.
    assertEquals(3, numbers.debounce(20).last())
    assertOnLoop()
    numbers.sample(15).collect { assertOnLoop() }
  }

  @Test
  protected fun `a coroutine that starts undispatched off the loop comes to it by a delay`() {
    val onLoop = AtomicReference<Boolean>()
    onLoop {
      lateinit var job: Job
      // The loop is held up until a coroutine waits: one that is resumed before stays where it is.
      // That happens where timers have a thread of their own, so it may take more than one.
      thread {
        var tries = 0
        do {
          job =
            CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
              assertFalse(isOnLoop())
              delay(1)
              onLoop.set(isOnLoop())
            }
        } while (job.isCompleted && ++tries < 100)
      }
        .join()
      job.join()
    }
    assertEquals(true, onLoop.get())
  }

  @Test
  protected fun `a timeout that is not needed leaves the coroutine alone`(): Unit = onLoop {
    repeat(1_000) {
      assertEquals(
        it,
        withTimeout(1_000_000) {
          yield()
          it
        },
      )
    }
  }

  @Test
  protected fun `a long delay is never early`(): Unit = onLoop {
    val long =
      (31..62).map { 1L shl it } +
        listOf(Long.MAX_VALUE / 1_000_000, Long.MAX_VALUE - 1, Long.MAX_VALUE)
    val waiting = long.map { launch { delay(it) } }
    val timeouts = long.map { launch { withTimeout(it) { delay(Long.MAX_VALUE) } } }
    delay(20)
    for (job in waiting + timeouts) {
      assertTrue(job.isActive)
      job.cancel()
    }
  }

  @Test
  protected fun `a delay that is not positive does not suspend`(): Unit = onLoop {
    val other = launch { step(1) }
    delay(0)
    delay(-1)
    delay(Long.MIN_VALUE)
    assertEquals(emptyList<Int>(), steps)
    other.join()
  }

  @Test
  protected fun `a timer may be cancelled from a timer`(): Unit = onLoop {
    val second = launch(start = CoroutineStart.UNDISPATCHED) { delay(1_000_000) }
    val first =
      launch(start = CoroutineStart.UNDISPATCHED) {
        delay(1)
        second.cancel()
      }
    joinAll(first, second)
    assertTrue(second.isCancelled)
  }

  @Test
  protected fun `cancelling a delay from another thread ends it on the loop exactly once`() {
    val ended = AtomicInteger()
    onLoop {
      repeat(200) {
        val jobs =
          List(20) {
            launch(start = CoroutineStart.UNDISPATCHED) {
              try {
                delay(1)
              } finally {
                assertOnLoop()
                ended.incrementAndGet()
              }
            }
          }
        withContext(Dispatchers.Default) { jobs.forEach { it.cancel() } }
        jobs.joinAll()
      }
    }
    assertEquals(4_000, ended.get())
  }

  @Test
  protected fun `a launch after the end is cancelled`() {
    close()
    for (target in targets) {
      val job = CoroutineScope(target).launch { step(1) }
      assertTrue(job.isCancelled)
      job.awaitEnd()
    }
    assertSteps(0)
  }

  @Test
  protected fun `an atomic start after the end runs cancelled`() {
    close()
    for (target in targets) {
      val wasCancelled = CompletableDeferred<Boolean>()
      CoroutineScope(target)
        .launch(start = CoroutineStart.ATOMIC) {
          wasCancelled.complete(coroutineContext.job.isCancelled)
        }
        .awaitEnd()
      assertTrue(wasCancelled.isCompleted && wasCancelled.getCompleted())
    }
  }

  @Test
  protected fun `a switch to the dispatcher after the end is cancelled`() {
    close()
    for (target in targets) {
      runBlocking {
        val failure = runCatching { withContext(target) { step(1) } }.exceptionOrNull()
        assertTrue(failure is CancellationException) { "$failure" }
      }
    }
    assertSteps(0)
  }

  @Test
  protected fun `a coroutine that is resumed after the end runs its finally block once, cancelled`() {
    val wait = CompletableDeferred<Unit>()
    val finals = AtomicInteger()
    val jobs = onLoop {
      targets.map {
        CoroutineScope(it).launch(start = CoroutineStart.UNDISPATCHED) {
          try {
            wait.await()
            coroutineContext.job.isActive.also { active -> if (active) step(1) }
          } finally {
            finals.incrementAndGet()
          }
        }
      }
    }
    close()
    wait.complete(Unit)
    jobs.forEach {
      it.awaitEnd()
      assertTrue(it.isCancelled)
    }
    assertEquals(jobs.size, finals.get())
    assertSteps(0)
  }

  @Test
  protected fun `a pending delay ends with the dispatcher, cancelled`() {
    val jobs = onLoop {
      targets.map {
        CoroutineScope(it).launch(start = CoroutineStart.UNDISPATCHED) { delay(3_600_000) }
      }
    }
    close()
    jobs.forEach {
      it.awaitEnd()
      assertTrue(it.isCancelled)
    }
  }

  @Test
  protected fun `a pending timeout ends with the dispatcher, cancelled`() {
    val jobs = onLoop {
      targets.map {
        CoroutineScope(it).launch(start = CoroutineStart.UNDISPATCHED) {
          withTimeout(3_600_000) { CompletableDeferred<Unit>().await() }
        }
      }
    }
    close()
    jobs.forEach {
      it.awaitEnd()
      assertTrue(it.isCancelled)
    }
  }

  @Test
  protected fun `a delay after the end is cancelled in place`() {
    close()
    runBlocking {
      val failure = CompletableDeferred<Throwable?>()
      CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
        failure.complete(runCatching { delay(3_600_000) }.exceptionOrNull())
      }
      assertTrue(failure.await() is CancellationException)
    }
  }

  @Test
  protected fun `what cannot be cancelled waits its time after the end, too`() {
    close()
    val done = CountDownLatch(2)
    CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
      withContext(NonCancellable) {
        delay(1)
        done.countDown()
      }
    }
    CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
      withContext(NonCancellable) {
        select { onTimeout(1) {} }
        done.countDown()
      }
    }
    assertTrue(done.await(PATIENCE.inWholeSeconds, SECONDS))
  }

  @Test
  protected fun `a finally block may suspend while the dispatcher ends`() {
    val finals = AtomicInteger()
    val jobs = onLoop {
      targets.map {
        CoroutineScope(it).launch(start = CoroutineStart.UNDISPATCHED) {
          try {
            delay(3_600_000)
          } finally {
            withContext(NonCancellable) {
              delay(1)
              yield()
              finals.incrementAndGet()
            }
          }
        }
      }
    }
    close()
    jobs.forEach { it.awaitEnd() }
    assertEquals(jobs.size, finals.get())
  }

  @Test
  protected fun `a raw task after the end still runs`() {
    close()
    val ran = CountDownLatch(1)
    dispatcher.dispatch(EmptyCoroutineContext, ran::countDown)
    assertTrue(ran.await(PATIENCE.inWholeSeconds, SECONDS))
  }

  @Test
  protected fun `coroutines that are resumed while the dispatcher ends all complete`() {
    repeat(20) {
      val wait = CompletableDeferred<Unit>()
      val jobs = onLoop {
        List(100) {
          CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
            wait.await()
            yield()
          }
        }
      }
      val resumer = thread { wait.complete(Unit) }
      close()
      resumer.join()
      jobs.forEach { it.awaitEnd() }
      dispatcher = newDispatcher()
    }
  }

  private companion object {
    /** Nothing takes this long, save on a machine that is about to fail the test anyway. */
    val PATIENCE = 60.seconds

    /** Thrown by tests into code that is expected to survive it. */
    class ExpectedException : RuntimeException("expected by a test")
  }
}
