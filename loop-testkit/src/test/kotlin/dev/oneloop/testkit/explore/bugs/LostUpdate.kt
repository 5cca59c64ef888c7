package dev.oneloop.testkit.explore.bugs

import dev.oneloop.SimulatedLoop
import dev.oneloop.kotlin.coroutineScope
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import org.junit.jupiter.api.Assertions.assertEquals

/**
 * Two deposits into an account that lies in a remote store, the second well after the first should
 * be done. Broken: if the store is slow for once, both read the same balance.
 */
internal class LostUpdate private constructor() {
  private var stored = 0
  private val mutex = Mutex()

  private suspend fun load(): Int {
    val answer = stored
    delay(10.milliseconds)
    return answer
  }

  private suspend fun save(balance: Int) {
    delay(10.milliseconds)
    stored = balance
  }

  private suspend fun deposit(amount: Int) = save(load() + amount)

  private fun run(loop: SimulatedLoop, deposit: suspend (Int) -> Unit) {
    loop.coroutineScope.launch { deposit(1) }
    loop.coroutineScope.launch {
      delay(50.milliseconds)
      deposit(2)
    }
    loop.runUntilQuiescent()
    assertEquals(3, stored, "balance after two deposits")
  }

  companion object {
    fun broken(loop: SimulatedLoop) = LostUpdate().run { run(loop, ::deposit) }

    fun fixed(loop: SimulatedLoop) =
      LostUpdate().run { run(loop) { amount -> mutex.withLock { deposit(amount) } } }
  }
}
