package dev.oneloop.kotlin

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.FlowPreview
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainCoroutineDispatcher
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.debounce
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.sample
import kotlinx.coroutines.flow.toList
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
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/**
 * What coroutines expect of a dispatcher that runs them one at a time on an event loop: order,
 * immediacy, time, cancellation and a clean end. Extend it, and give it a dispatcher of yours.
 */
@OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class, FlowPreview::class)
abstract class DispatcherContract {

  /** A dispatcher under test, and what drives it. */
  interface Subject {
    val dispatcher: MainCoroutineDispatcher

    /** Runs a coroutine on [dispatcher], driving it if need be. Not called inside of itself. */
    fun <T> run(block: suspend CoroutineScope.() -> T): T

    /** Whether the current thread runs a task of the dispatcher. */
    fun isOnLoop(): Boolean

    /** Ends the dispatcher, and returns when it has ended. */
    fun close()
  }

  protected abstract fun newSubject(): Subject

  private lateinit var subject: Subject
  private val dispatcher
    get() = subject.dispatcher

  private val steps = ArrayList<Int>()

  @BeforeEach
  fun openSubject() {
    subject = newSubject()
  }

  @AfterEach fun closeSubject() = subject.close()

  private fun step(number: Int) {
    synchronized(steps) { steps += number }
  }

  private fun assertSteps(count: Int) =
    assertEquals((1..count).toList(), synchronized(steps) { steps.toList() })

  private fun assertOnLoop() = assertTrue(subject.isOnLoop()) { "on ${Thread.currentThread()}" }

  /** Waits for a job without the loop's help. */
  private fun Job.awaitEnd() = runBlocking(Dispatchers.IO) { withTimeout(20_000) { join() } }

  // ------------------------------------------------------------------------------------- order

  @Test
  fun `a dispatched coroutine runs later, in order of dispatch`() {
    subject.run {
      repeat(100) { launch { step(it + 2) } }
      step(1)
    }
    assertSteps(101)
  }

  @Test
  fun `dispatch does not run the block inside of itself`() = subject.run {
    for (target in listOf(dispatcher, dispatcher.immediate)) {
      val ran = CompletableDeferred<Unit>()
      target.dispatch(EmptyCoroutineContext) { ran.complete(Unit) }
      assertFalse(ran.isCompleted)
      ran.await()
    }
  }

  @Test
  fun `coroutines that yield take turns`() {
    subject.run {
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
  fun `a hundred thousand yields neither overflow nor get lost`() {
    subject.run {
      listOf(dispatcher, dispatcher.immediate).forEach { target ->
        val other = launch(target) { repeat(100_000) { yield() } }
        withContext(target) { repeat(100_000) { yield() } }
        other.join()
      }
    }
  }

  @Test
  fun `tasks of many threads never overlap and keep each thread's order`() {
    val seen = List(4) { ArrayList<Int>() }
    val running = AtomicInteger()
    subject.run {
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
  fun `a rendezvous channel carries values to another dispatcher and back`() {
    val sum = subject.run {
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
  fun `unconfined coroutines start in place and nest in the order of the unconfined loop`() {
    subject.run {
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
  fun `a raw task that throws does not stop the loop`() = subject.run {
    dispatcher.asExecutor().execute { throw ExpectedException() }
    val ran = CompletableDeferred<Boolean>()
    dispatcher.asExecutor().execute { ran.complete(subject.isOnLoop()) }
    assertTrue(ran.await())
  }

  // --------------------------------------------------------------------------------- immediate

  @Test
  fun `the dispatcher and its immediate view are different, and each is always the same`() {
    assertNotEquals(dispatcher, dispatcher.immediate)
    assertSame(dispatcher.immediate, dispatcher.immediate)
    assertSame(dispatcher.immediate, dispatcher.immediate.immediate)
    assertEquals("$dispatcher.immediate", dispatcher.immediate.toString())
  }

  @Test
  fun `a dispatch is needed for the dispatcher always and for immediate off the loop`() {
    assertTrue(dispatcher.isDispatchNeeded(EmptyCoroutineContext))
    assertTrue(dispatcher.immediate.isDispatchNeeded(EmptyCoroutineContext))
    subject.run {
      assertTrue(dispatcher.isDispatchNeeded(coroutineContext))
      assertFalse(dispatcher.immediate.isDispatchNeeded(coroutineContext))
      withContext(dispatcher.immediate) {
        assertTrue(dispatcher.isDispatchNeeded(coroutineContext))
        assertFalse(dispatcher.immediate.isDispatchNeeded(coroutineContext))
      }
    }
  }

  @Test
  fun `immediate is entered at once from the loop, ahead of what is queued`() {
    subject.run {
      step(1)
      val queued = launch { step(3) }
      withContext(dispatcher.immediate) { step(2) }
      queued.join()
      step(4)
    }
    assertSteps(4)
  }

  @Test
  fun `immediate yields to what is queued`() {
    subject.run {
      step(1)
      launch(dispatcher.immediate) {
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
  fun `what immediate queued from another thread is run in order`() {
    subject.run {
      withContext(Dispatchers.Default) {
        withContext(dispatcher.immediate) {
          step(1)
          launch(dispatcher) { step(2) }
          withContext(dispatcher) { step(3) }
        }
      }
    }
    assertSteps(3)
  }

  @Test
  fun `two hundred thousand immediate coroutines in one task all run`() {
    val count = subject.run {
      var count = 0
      coroutineScope { repeat(200_000) { launch(dispatcher.immediate) { count++ } } }
      count
    }
    assertEquals(200_000, count)
  }

  @Test
  fun `immediate coroutines nested in each other do not overflow the stack`() {
    suspend fun down(depth: Int): Int =
      if (depth == 0) 0
      else
        coroutineScope {
          async(dispatcher.immediate) {
              yield()
              down(depth - 1)
            }
            .await() + 1
        }
    assertEquals(2_000, subject.run { down(2_000) })
  }

  // -------------------------------------------------------------------------------------- views

  @Test
  fun `limited parallelism is the same dispatcher, or a named view that keeps immediate`() {
    assertSame(dispatcher, dispatcher.limitedParallelism(1))
    assertSame(dispatcher, dispatcher.limitedParallelism(7))
    assertSame(dispatcher.immediate, dispatcher.immediate.limitedParallelism(1))
    val view = dispatcher.limitedParallelism(1, "mine")
    assertEquals("mine", view.toString())
    assertEquals("mine.immediate", (view as MainCoroutineDispatcher).immediate.toString())
    assertThrows(IllegalArgumentException::class.java) { dispatcher.limitedParallelism(0) }
    assertThrows(IllegalArgumentException::class.java) { dispatcher.limitedParallelism(-1, "x") }
  }

  @Test
  fun `a named view runs on the loop, and so does its immediate`() = subject.run {
    val view = dispatcher.limitedParallelism(1, "mine") as MainCoroutineDispatcher
    withContext(view) { assertOnLoop() }
    withContext(Dispatchers.Default) { withContext(view.immediate) { assertOnLoop() } }
    assertFalse(view.immediate.isDispatchNeeded(coroutineContext))
  }

  // --------------------------------------------------------------------------------------- time

  @Test
  fun `delayed coroutines resume on the loop, in order of deadline, equal ones first come first served`() {
    subject.run {
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
  fun `everything that waits does so on the loop`() = subject.run {
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
    assertEquals(listOf(2, 3), numbers.debounce(20).toList())
    assertOnLoop()
    numbers.sample(15).collect { assertOnLoop() }
  }

  @Test
  fun `a coroutine that starts undispatched off the loop comes to it by a delay`() {
    val onLoop = AtomicReference<Boolean>()
    subject.run {
      val job =
        withContext(Dispatchers.Default) {
          CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
            assertFalse(subject.isOnLoop())
            // Long enough for the coroutine to suspend before it is resumed.
            delay(100)
            onLoop.set(subject.isOnLoop())
          }
        }
      job.join()
    }
    assertEquals(true, onLoop.get())
  }

  @Test
  fun `a timeout that is not needed leaves the coroutine alone`() = subject.run {
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
  fun `a long delay is never early`() = subject.run {
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
  fun `a delay that is not positive does not suspend`() = subject.run {
    val other = launch { step(1) }
    delay(0)
    delay(-1)
    delay(Long.MIN_VALUE)
    assertEquals(emptyList<Int>(), steps)
    other.join()
  }

  @Test
  fun `a timer may be cancelled from a timer`() = subject.run {
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
  fun `cancelling a delay from another thread ends it on the loop exactly once`() {
    val ended = AtomicInteger()
    subject.run {
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

  // ---------------------------------------------------------------------------------------- end

  @Test
  fun `a launch after the end is cancelled`() {
    subject.close()
    for (target in targets()) {
      val job = CoroutineScope(target).launch { step(1) }
      assertTrue(job.isCancelled)
      job.awaitEnd()
    }
    assertSteps(0)
  }

  @Test
  fun `an atomic start after the end runs cancelled`() {
    subject.close()
    for (target in targets()) {
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
  fun `a switch to the dispatcher after the end is cancelled`() {
    subject.close()
    for (target in targets()) {
      runBlocking {
        val failure = runCatching { withContext(target) { step(1) } }.exceptionOrNull()
        assertTrue(failure is CancellationException) { "$failure" }
      }
    }
    assertSteps(0)
  }

  @Test
  fun `a coroutine that is resumed after the end runs its finally block once, cancelled`() {
    val wait = CompletableDeferred<Unit>()
    val finals = AtomicInteger()
    val jobs = subject.run {
      targets().map {
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
    subject.close()
    wait.complete(Unit)
    jobs.forEach {
      it.awaitEnd()
      assertTrue(it.isCancelled)
    }
    assertEquals(jobs.size, finals.get())
    assertSteps(0)
  }

  @Test
  fun `a pending delay ends with the dispatcher, cancelled`() {
    val jobs = subject.run {
      targets().map {
        CoroutineScope(it).launch(start = CoroutineStart.UNDISPATCHED) { delay(3_600_000) }
      }
    }
    subject.close()
    jobs.forEach {
      it.awaitEnd()
      assertTrue(it.isCancelled)
    }
  }

  @Test
  fun `a pending timeout ends with the dispatcher, cancelled`() {
    val jobs = subject.run {
      targets().map {
        CoroutineScope(it).launch(start = CoroutineStart.UNDISPATCHED) {
          withTimeout(3_600_000) { CompletableDeferred<Unit>().await() }
        }
      }
    }
    subject.close()
    jobs.forEach {
      it.awaitEnd()
      assertTrue(it.isCancelled)
    }
  }

  @Test
  fun `a delay after the end is cancelled in place`() {
    subject.close()
    runBlocking {
      val failure = CompletableDeferred<Throwable?>()
      CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
        failure.complete(runCatching { delay(3_600_000) }.exceptionOrNull())
      }
      assertTrue(failure.await() is CancellationException)
    }
  }

  @Test
  fun `what cannot be cancelled waits its time after the end, too`() {
    subject.close()
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
    assertTrue(done.await(20, SECONDS))
  }

  @Test
  fun `a finally block may suspend while the dispatcher ends`() {
    val finals = AtomicInteger()
    val jobs = subject.run {
      targets().map {
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
    subject.close()
    jobs.forEach { it.awaitEnd() }
    assertEquals(jobs.size, finals.get())
  }

  @Test
  fun `a raw task after the end still runs`() {
    subject.close()
    val ran = CountDownLatch(1)
    dispatcher.dispatch(EmptyCoroutineContext, ran::countDown)
    assertTrue(ran.await(20, SECONDS))
  }

  @Test
  fun `coroutines that are resumed while the dispatcher ends all complete`() {
    repeat(20) {
      val wait = CompletableDeferred<Unit>()
      val jobs = subject.run {
        List(100) {
          CoroutineScope(dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
            wait.await()
            yield()
          }
        }
      }
      val resumer = thread { wait.complete(Unit) }
      subject.close()
      resumer.join()
      jobs.forEach { it.awaitEnd() }
      subject = newSubject()
    }
  }

  private fun targets() =
    listOf(dispatcher, dispatcher.immediate, dispatcher.limitedParallelism(1, "view"))

  /** Thrown by tests into code that is expected to survive it. */
  protected class ExpectedException : RuntimeException("expected by a test")
}
