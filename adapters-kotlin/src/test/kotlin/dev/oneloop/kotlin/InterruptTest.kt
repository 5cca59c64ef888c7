package dev.oneloop.kotlin

import dev.oneloop.Loops
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Interrupts that somebody else on the loop is to blame for, such as a library that disposes. */
class InterruptTest {
  @Test
  fun `a stray interrupt neither cancels coroutines nor makes the loop spin`() {
    Loops.start("interrupted").use { loop ->
      val turns =
        runBlocking(loop.dispatcher) {
          loop.execute { Thread.currentThread().interrupt() }
          delay(1.milliseconds)
          val before = loop.metrics().turns()
          delay(20.milliseconds)
          loop.metrics().turns() - before
        }
      assertTrue(turns < 10) { "$turns turns for one delay" }
    }
  }
}
