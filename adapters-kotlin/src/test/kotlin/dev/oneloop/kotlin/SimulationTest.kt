package dev.oneloop.kotlin

import dev.oneloop.LoopFailure
import dev.oneloop.Loops
import dev.oneloop.simulation.ForeignThreads
import dev.oneloop.simulation.Simulation
import dev.oneloop.simulation.Trace
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.plus
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What a simulation knows of coroutines. */
class SimulationTest {
  private val failures = CopyOnWriteArrayList<LoopFailure>()

  private fun twoCoroutines(simulation: Simulation): List<String> {
    val loop = Loops.builder().simulated(simulation)
    val ran = mutableListOf<String>()
    for (name in listOf("a", "b")) {
      loop.coroutineScope.launch {
        ran += name + 1
        yield()
        ran += name + 2
      }
    }
    loop.runUntilQuiescent()
    return ran
  }

  @Test
  fun `chaos tries all orders of two coroutines and keeps each one's own`() {
    val orders = (0L until 300).map { twoCoroutines(Simulation.chaos(it)) }.toSet()
    assertEquals(6, orders.size)
    for (order in orders) {
      assertTrue(order.indexOf("a1") < order.indexOf("a2"))
      assertTrue(order.indexOf("b1") < order.indexOf("b2"))
    }
  }

  @Test
  fun `the possible keeps the order of coroutines that are ready`() {
    for (seed in 0L until 300) {
      assertEquals(listOf("a1", "b1", "a2", "b2"), twoCoroutines(Simulation.possible(seed)))
    }
  }

  @Test
  fun `blocks that are no coroutine belong to the job of their context`() {
    val orders =
      (0L until 300)
        .map { seed ->
          val loop = Loops.builder().simulated(Simulation.chaos(seed))
          val ran = mutableListOf<String>()
          val jobs: List<CoroutineContext> = listOf(Job(), Job())
          for (name in listOf("a1", "b1", "a2", "b2")) {
            val job = jobs[if (name.startsWith("a")) 0 else 1]
            loop.dispatcher.dispatch(job) { ran += name }
          }
          loop.runUntilQuiescent()
          ran.toList()
        }
        .toSet()
    assertEquals(6, orders.size)
    assertTrue(orders.all { it.indexOf("a1") < it.indexOf("a2") })
  }

  @Test
  fun `the same seed has the same trace`() {
    fun trace(seed: Long) =
      Loops.builder()
        .name("traced")
        .simulated(Simulation.chaos(seed))
        .also { loop ->
          repeat(3) { n ->
            loop.coroutineScope.launch {
              delay(10.milliseconds * n)
              yield()
            }
          }
          loop.runUntilQuiescent()
        }
        .trace()
    for (seed in 0L until 50) {
      assertEquals("", trace(seed).diff(trace(seed)))
      assertEquals(trace(seed), trace(seed))
    }
  }

  @Test
  fun `a trace says where each coroutine goes on`() {
    val loop = Loops.builder().simulated(Simulation.fifo().traced())
    loop.coroutineScope.launch { yield() }
    loop.runUntilQuiescent()
    val names =
      loop.trace().events().filter { it.kind() == Trace.Kind.SUBMITTED }.map { it.detail() }
    assertEquals(2, names.size)
    assertTrue(names[0].startsWith(": coroutine at SimulationTest"), names[0])
    assertTrue(names[1].startsWith(" by #1: coroutine at SimulationTest"), names[1])
  }

  /** A loop that refuses foreign threads. */
  @Test
  fun `a time-out ends a coroutine that never rests`() {
    val loop = Loops.simulated()
    assertThrows(TimeoutCancellationException::class.java) {
      loop.runUntilComplete { withTimeout(100) { while (true) yield() } }
    }
    assertEquals(100_000_000, loop.clock().nanoTime())
  }

  private fun secluded() =
    Loops.builder()
      .name("secluded")
      .exceptionHandler { _, failure -> failures += failure }
      .simulated(Simulation.fifo().foreignThreads(ForeignThreads.FAIL))

  @Test
  fun `a coroutine that a foreign thread resumes is cancelled where that is not allowed`() {
    val loop = secluded()
    val waiting = CompletableDeferred<Unit>()
    val cleanedUp = CompletableFuture<Boolean>()
    val cancelled =
      assertThrows(CancellationException::class.java) {
        loop.runUntilComplete {
          launch { thread(name = "stranger") { waiting.complete(Unit) }.join() }
          try {
            waiting.await()
          } finally {
            cleanedUp.complete(true)
          }
        }
      }
    assertTrue(cleanedUp.isDone)
    for (part in listOf("secluded", "takes nothing from foreign threads", "stranger")) {
      assertTrue(cancelled.message!!.contains(part)) { "$cancelled" }
      assertTrue(failures.any { "${it.throwable()}".contains(part) }) { "$failures" }
    }
    loop.close()
  }

  @Test
  fun `who waits on a foreign thread for a loop that refuses it is cancelled`() {
    val loop = secluded()
    runBlocking(Dispatchers.Default) {
      for (waiting in
        listOf<suspend () -> Unit>({ loop.awaitIdle() }, { withContext(loop.dispatcher) {} })) {
        val job = launch { waiting() }
        withTimeout(20_000) { job.join() }
        assertTrue(job.isCancelled)
      }
    }
    // The watch for idleness serves others still.
    loop.runUntilComplete { loop.awaitIdle() }
    loop.close()
  }

  @Test
  fun `a failure on a foreign thread reaches the handler of a loop that refuses the thread`() {
    val loop = secluded()
    val scope = loop.coroutineScope + Dispatchers.Default
    val failing = scope.launch { throw UnsupportedOperationException("expected by a test") }
    runBlocking { withTimeout(20_000) { failing.join() } }
    assertEquals(
      listOf("expected by a test"),
      failures
        .map { it.throwable() }
        .filterIsInstance<UnsupportedOperationException>()
        .map {
          it.message
        },
    )
    loop.close()
  }

  @Test
  fun `who waits is named`() {
    val loop = Loops.builder().name("waiting").simulated()
    loop.coroutineScope.launch(CoroutineName("stuck")) { awaitCancellation() }
    loop.coroutineScope.launch { delay(10.milliseconds) }
    loop.runUntilIdle()
    val waiters = loop.waiters()
    assertEquals(3, waiters.size)
    assertTrue(waiters[0].startsWith("delay at SimulationTest"), waiters[0])
    assertTrue(waiters[0].endsWith(", due at 10 ms"), waiters[0])
    assertTrue(waiters.drop(1).all { it.startsWith("coroutine ") }, waiters.toString())
    loop.close()
  }
}
