package dev.oneloop.kotlin

import dev.oneloop.Loops
import dev.oneloop.diagnostics.StuckLoopException
import dev.oneloop.diagnostics.StuckReason
import dev.oneloop.diagnostics.Watchdog
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.SECONDS
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The `runBlocking` that the compiler cannot see is seen by the watchdog. */
class SelfDeadlockTest {
  @Test
  fun `runBlocking on the loop is reported by name`() {
    val reported = CompletableFuture<StuckLoopException>()
    val loop =
      Loops.builder()
        .listener(Watchdog(Duration.ofSeconds(1)))
        .exceptionHandler { _, failure ->
          (failure.throwable() as? StuckLoopException)?.let(reported::complete)
        }
        .start()
    // Else the time to load classes might be what the watchdog sees.
    runBlocking {}
    val awaited = CompletableDeferred<Unit>()
    loop.coroutineScope.launch {
      launch { awaited.complete(Unit) }
      runBlocking { awaited.await() }
    }
    val stuck = reported.get(20, SECONDS)
    awaited.complete(Unit)
    loop.close()
    assertEquals(StuckReason.RUN_BLOCKING, stuck.reason())
    assertTrue(stuck.isSelfDeadlock)
  }
}
