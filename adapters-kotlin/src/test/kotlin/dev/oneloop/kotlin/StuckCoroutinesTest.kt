package dev.oneloop.kotlin

import dev.oneloop.Loops
import dev.oneloop.ManagedLoop
import dev.oneloop.diagnostics.StuckLoopException
import dev.oneloop.diagnostics.StuckReason
import dev.oneloop.diagnostics.Watchdog
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.SECONDS
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What coroutines can do to hold up their loop, as the watchdog names it. */
class StuckCoroutinesTest {
  private val reported = CompletableFuture<StuckLoopException>()
  private val loop: ManagedLoop =
    Loops.builder()
      .listener(Watchdog(Duration.ofSeconds(1)))
      .exceptionHandler { _, failure ->
        (failure.throwable() as? StuckLoopException)?.let(reported::complete)
      }
      .start()

  init {
    // Else the time to load classes might be what the watchdog sees.
    runBlocking {}
  }

  @AfterEach fun close() = loop.close()

  /** The compiler rejects it where it can, but cannot always see it. */
  @Test
  fun `runBlocking on the loop is reported by name`() {
    val awaited = CompletableDeferred<Unit>()
    loop.coroutineScope.launch {
      launch { awaited.complete(Unit) }
      runBlocking { awaited.await() }
    }
    val stuck = reported.get(20, SECONDS)
    awaited.complete(Unit)
    assertEquals(StuckReason.RUN_BLOCKING, stuck.reason())
    assertTrue(stuck.isSelfDeadlock)
  }

  @Test
  fun `a chain of immediate coroutines is reported by name`() {
    val immediate = loop.dispatcher.immediate
    loop.coroutineScope.launch {
      launch(immediate) {
        // Has to wait until the one around it is done, and then follows in the same task.
        launch(immediate) { while (!reported.isDone) Thread.onSpinWait() }
      }
    }
    val stuck = reported.get(20, SECONDS)
    assertEquals(StuckReason.IMMEDIATE_CHAIN, stuck.reason())
    assertFalse(stuck.isSelfDeadlock)
  }
}
