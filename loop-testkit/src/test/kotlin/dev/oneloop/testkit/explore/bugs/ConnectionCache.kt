package dev.oneloop.testkit.explore.bugs

import dev.oneloop.SimulatedLoop
import dev.oneloop.cf.LoopExecutor
import dev.oneloop.kotlin.awaitNonCancelling
import dev.oneloop.kotlin.coroutineScope
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertEquals

/**
 * A cache that opens a connection when it has none. Broken: between the look into the cache and the
 * entry lies a suspension, in which somebody else looks.
 */
internal class ConnectionCache private constructor(loop: SimulatedLoop) {
  private val scope = loop.coroutineScope
  private val executor = LoopExecutor.of(loop)
  private val connections = mutableMapOf<String, String>()
  private val opening = mutableMapOf<String, Deferred<String>>()
  private var opened = 0

  private suspend fun open(host: String): String =
    executor.offload(executor) { "connection ${++opened} to $host" }.awaitNonCancelling()

  private suspend fun checkThenAct(host: String): String =
    connections[host] ?: open(host).also { connections[host] = it }

  /** What is entered is the intention, before anything suspends. */
  private suspend fun once(host: String): String =
    opening.getOrPut(host) { scope.async { open(host) } }.await()

  private fun run(loop: SimulatedLoop, get: suspend (String) -> String) {
    for (arrival in listOf(0, 40, 80)) {
      scope.launch {
        delay(arrival.milliseconds)
        get("db")
      }
    }
    loop.runUntilQuiescent()
    assertEquals(1, opened, "connections opened")
  }

  companion object {
    fun broken(loop: SimulatedLoop) = ConnectionCache(loop).run { run(loop, ::checkThenAct) }

    fun fixed(loop: SimulatedLoop) = ConnectionCache(loop).run { run(loop, ::once) }
  }
}
