package dev.oneloop.kotlin

import dev.oneloop.Loops
import dev.oneloop.simulation.Simulation
import dev.oneloop.simulation.Trace
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What a simulation knows of coroutines. */
class SimulationTest {
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
