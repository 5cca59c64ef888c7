package dev.oneloop.kotlin

import com.sun.management.ThreadMXBean
import dev.oneloop.LoopFailure
import dev.oneloop.LoopHost
import dev.oneloop.Loops
import dev.oneloop.ManagedLoop
import dev.oneloop.ManualLoop
import java.lang.management.ManagementFactory
import java.lang.ref.WeakReference
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.ThreadContextElement
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What goes beyond the contract: the loop's one dispatcher, its costs, and its end. */
class LoopDispatcherTest {
  private val failures = CopyOnWriteArrayList<LoopFailure>()

  private fun builder() = Loops.builder().exceptionHandler { _, failure -> failures += failure }

  private fun ManagedLoop.dispatches() = metrics().tasksRun() - metrics().timersRun()

  @Test
  fun `a loop has one dispatcher, which bears its name`() {
    builder().name("mine").manual().use { loop ->
      assertSame(loop.dispatcher, loop.dispatcher)
      assertSame(loop.dispatcher, loop.asCoroutineDispatcher())
      assertSame(loop, loop.dispatcher.loop)
      assertEquals("Loop(mine)", loop.dispatcher.toString())
      assertEquals("Loop(mine).immediate", loop.dispatcher.immediate.toString())
    }
  }

  @Test
  fun `a thousand switches to the dispatcher one is on already cost no dispatch`() {
    builder().simulated().use { loop ->
      loop.runUntilComplete { repeat(1_000) { withContext(loop.dispatcher) {} } }
      assertEquals(1, loop.dispatches())
    }
  }

  @Test
  fun `delays cost no dispatch, through any view`() {
    builder().simulated().use { loop ->
      val dispatcher = loop.dispatcher
      for (view in
        listOf(dispatcher, dispatcher.immediate, dispatcher.limitedParallelism(1, "x"))) {
        val before = loop.dispatches()
        loop.runUntilComplete(view) { repeat(50) { delay(10) } }
        assertEquals(1, loop.dispatches() - before) { "$view" }
      }
    }
  }

  /** As the tasks of kotlinx-coroutines are; those rename the thread when assertions are on. */
  private class CoroutineTask(val resume: CoroutineTask.() -> Unit) : Runnable, Continuation<Unit> {
    override val context = EmptyCoroutineContext

    override fun run() = resume()

    override fun resumeWith(result: Result<Unit>) = throw UnsupportedOperationException()
  }

  @Test
  fun `a dispatch on the loop allocates nothing`() {
    val memory = ManagementFactory.getThreadMXBean() as ThreadMXBean
    builder().manual().use { loop ->
      var count = 0
      var bytes = 0L
      val task = CoroutineTask {
        count++
        if (count == 200_000) bytes = memory.currentThreadAllocatedBytes
        if (count == 300_000) bytes = memory.currentThreadAllocatedBytes - bytes
        else loop.dispatcher.dispatch(context, this)
      }
      loop.dispatcher.dispatch(EmptyCoroutineContext, task)
      loop.runUntilIdle()
      assertTrue(bytes < 10_000) { "$bytes bytes for 100,000 dispatches" }
    }
  }

  @Test
  fun `cancelled delays and timeouts that were not needed leave nothing behind`() {
    builder().simulated().use { loop ->
      loop.runUntilComplete {
        repeat(1_000) {
          val job = launch(start = CoroutineStart.UNDISPATCHED) { delay(3_600_000) }
          withTimeout(3_600_000) { yield() }
          job.cancelAndJoin()
        }
        assertEquals(0, loop.metrics().timers())
      }
      assertEquals(0, loop.clock().nanoTime())
    }
  }

  @Test
  fun `a cancelled delay lets go of its coroutine though the loop has not run since`() {
    builder().manual().use { loop ->
      val coroutine = cancelledDelay(loop)
      awaitCleared(coroutine)
    }
  }

  private fun cancelledDelay(loop: ManualLoop): WeakReference<Any> {
    val payload = Any()
    val job =
      CoroutineScope(loop.dispatcher).launch(start = CoroutineStart.UNDISPATCHED) {
        delay(3_600_000)
        payload.hashCode()
      }
    val reference = WeakReference(payload)
    // Off the loop: the shell of the timer stays until the next turn.
    val fromElsewhere = Thread { job.cancel() }
    fromElsewhere.start()
    fromElsewhere.join()
    (loop).poll()
    return reference
  }

  private fun awaitCleared(reference: WeakReference<*>) {
    val end = System.nanoTime() + 20_000_000_000
    while (reference.get() != null && System.nanoTime() < end) {
      System.gc()
      Thread.onSpinWait()
    }
    assertNull(reference.get())
  }

  // -------------------------------------------------------------------------------------- time

  @Test
  fun `delays follow the loop's virtual clock exactly`() {
    builder().simulated().use { loop ->
      val times = ArrayList<Long>()
      loop.runUntilComplete {
        delay(1)
        times += loop.clock().nanoTime()
        withTimeoutOrNull(500) { delay(1_000) }
        times += loop.clock().nanoTime()
        delay(30L * 24 * 3_600_000)
        times += loop.clock().nanoTime()
      }
      val ms = 1_000_000L
      assertEquals(listOf(ms, 501 * ms, 501 * ms + 30L * 24 * 3_600_000 * ms), times)
    }
  }

  @Test
  fun `a delay of more than a century and a half is for ever`() {
    builder().simulated().use { loop ->
      val jobs =
        listOf(1L shl 43, 1L shl 50, 1L shl 62, Long.MAX_VALUE - 1).map {
          CoroutineScope(loop.dispatcher).launch { delay(it) }
        }
      loop.runUntilQuiescent()
      assertTrue(jobs.all { it.isActive })
      jobs.forEach { it.cancel() }
      loop.runUntilQuiescent()
      assertEquals(0, loop.clock().nanoTime())
    }
  }

  @Test
  fun `a timer that is due goes before what is dispatched later`() {
    builder().simulated().use { loop ->
      val order = ArrayList<String>()
      loop.runUntilComplete {
        launch(start = CoroutineStart.UNDISPATCHED) {
          delay(1)
          order += "delayed"
        }
        loop.clock().advanceTo(loop.clock().nanoTime() + 1_000_000)
        yield()
        order += "yielded"
      }
      assertEquals(listOf("delayed", "yielded"), order)
    }
  }

  @Test
  fun `a delay after the end of a coroutine's loop needs no thread of kotlinx-coroutines`() {
    builder().name("own").start().use { loop ->
      val threads = CopyOnWriteArrayList<String>()
      runBlocking(loop.dispatcher) {
        delay(1)
        threads += Thread.currentThread().name
        withTimeoutOrNull(1) { delay(10_000) }
        threads += Thread.currentThread().name
      }
      assertTrue(threads.all { it.startsWith("own") }) { "$threads" }
    }
  }

  // ---------------------------------------------------------------------------------- fairness

  /** A host whose events a test runs one by one. */
  private class EventQueue : LoopHost {
    val events = LinkedBlockingQueue<Runnable>()
    var posts = 0

    override fun execute(pump: Runnable) {
      posts++
      events += pump
    }
  }

  @Test
  fun `a coroutine that yields for ever leaves the host its events`() {
    val host = EventQueue()
    val loop = builder().on(host as LoopHost)
    val scope = CoroutineScope(loop.dispatcher)
    scope.launch { while (true) yield() }
    var hostEvents = 0
    repeat(10) {
      host.events += Runnable { hostEvents++ }
      host.events.poll().run()
      host.events.poll().run()
    }
    assertEquals(10, hostEvents)
    scope.coroutineContext[Job]!!.cancel()
    while (true) (host.events.poll() ?: break).run()
  }

  @Test
  fun `ten thousand dispatches cost the host one event for each batch`() {
    val host = EventQueue()
    val loop = builder().on(host as LoopHost)
    var ran = 0
    repeat(10_000) { CoroutineScope(loop.dispatcher).launch { ran++ } }
    while (true) (host.events.poll() ?: break).run()
    assertEquals(10_000, ran)
    assertTrue(host.posts <= 10_000 / 32 + 1) { "${host.posts} posts" }
  }

  @Test
  fun `immediate coroutines beyond the budget of a turn are dispatched`() {
    builder().turnBudget(10).manual().use { loop ->
      loop.runUntilComplete {
        val ranAtOnce =
          (1..100).count {
            var ran = false
            launch(loop.dispatcher.immediate) { ran = true }
            ran
          }
        assertTrue(ranAtOnce in 1..10) { "$ranAtOnce" }
      }
    }
  }

  @Test
  fun `context elements of coroutines do not leak into raw tasks`() {
    class Local(val name: String) : ThreadContextElement<String?> {
      override val key = object : CoroutineContext.Key<Local> {}

      override fun updateThreadContext(context: CoroutineContext): String? =
        LOCAL.get().also { LOCAL.set(name) }

      override fun restoreThreadContext(context: CoroutineContext, oldState: String?) =
        LOCAL.set(oldState)
    }
    builder().simulated().use { loop ->
      val seen = ArrayList<String?>()
      loop.runUntilComplete {
        launch(Local("a")) {
          repeat(3) {
            seen += LOCAL.get()
            yield()
          }
        }
        loop.dispatcher.asExecutor().execute { seen += LOCAL.get() }
        launch(Local("b")) {
          delay(1)
          seen += LOCAL.get()
        }
        loop.dispatcher.asExecutor().execute { seen += LOCAL.get() }
      }
      assertEquals(listOf("a", null, null, "a", "a", "b"), seen)
      assertNull(LOCAL.get())
    }
  }

  @Test
  fun `a loop may be driven by one thread after another`() {
    builder().manual().use { loop ->
      repeat(3) {
        var onLoop = false
        val driver = Thread {
          onLoop = loop.runUntilComplete {
            delay(1)
            loop.inEventLoop() && withContext(loop.dispatcher.immediate) { loop.inEventLoop() }
          }
        }
        driver.start()
        driver.join()
        assertTrue(onLoop)
        assertTrue(loop.dispatcher.immediate.isDispatchNeeded(EmptyCoroutineContext))
      }
    }
  }

  // --------------------------------------------------------------------------------------- end

  @Test
  fun `shutdownNow loses no coroutine`() {
    val loop = builder().manual()
    val wait = CompletableDeferred<Unit>()
    val finals = CopyOnWriteArrayList<Boolean>()
    suspend fun waitWithin() {
      try {
        wait.await()
      } finally {
        finals += currentCoroutineContext()[Job]!!.isActive
      }
    }
    val scope = CoroutineScope(loop.dispatcher)
    val resumed = List(3) { scope.launch(Job(), CoroutineStart.UNDISPATCHED) { waitWithin() } }
    val started = scope.launch(Job()) { finals += true }
    val raw = CompletableDeferred<Unit>()
    loop.dispatcher.asExecutor().execute { raw.complete(Unit) }
    wait.complete(Unit)
    loop.shutdownNow()
    loop.close()
    runBlocking {
      withTimeout(20_000) {
        (resumed + started).joinAll()
        raw.await()
      }
    }
    assertTrue((resumed + started).all { it.isCancelled })
    assertEquals(listOf(false, false, false), finals)
    assertEquals(emptyList<LoopFailure>(), failures)
  }

  @Test
  fun `a coroutine that a full loop refuses is cancelled`() {
    builder().maxPending(1).manual().use { loop ->
      loop.execute {}
      val job = CoroutineScope(loop.dispatcher).launch {}
      assertTrue(job.isCancelled)
      runBlocking { withTimeout(20_000) { job.join() } }
      loop.poll()
      val next = CoroutineScope(loop.dispatcher).launch {}
      loop.poll()
      assertTrue(next.isCompleted && !next.isCancelled)
    }
  }

  @Test
  fun `a host that runs its pump at once is reported, and nothing is thrown into coroutines`() {
    val loop = builder().on(LoopHost { it.run() })
    val job = CoroutineScope(loop.dispatcher).launch {}
    assertFalse(job.isCompleted)
    assertTrue(failures.any { it.message().contains("could not be woken") }) { "$failures" }
  }

  @Test
  fun `the cause of a cancellation by the loop's end names the loop`() {
    val loop = builder().name("gone").manual()
    loop.close()
    val failure = runBlocking {
      runCatching { withContext(loop.dispatcher) {} }.exceptionOrNull()
    }
    assertTrue(failure is CancellationException)
    assertTrue(failure!!.message!!.contains("gone")) { failure.message }
  }

  @Test
  fun `a coroutine on another dispatcher hops to the loop and back`() {
    builder().name("own").start().use { loop ->
      runBlocking(Dispatchers.Default) {
        repeat(100) {
          assertTrue(withContext(loop.dispatcher) { loop.inEventLoop() })
          assertFalse(loop.inEventLoop())
        }
      }
    }
  }

  private companion object {
    val LOCAL = ThreadLocal<String?>()
  }
}
