package dev.oneloop.kotlin

import dev.oneloop.Loops
import dev.oneloop.cf.LoopExecutor
import dev.oneloop.cf.LoopFuture
import java.time.Duration
import kotlinx.coroutines.future.await
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

/** What the futures of adapters-cf say of null is what Kotlin believes. */
class LoopFuturesFromKotlinTest {
  private val loop = Loops.simulated()
  private val executor = LoopExecutor.of(loop)

  @AfterEach fun close() = loop.close()

  /** Takes only what may be null, and would fail for null if it said otherwise. */
  fun sameAfter(nothing: Void?): String = "after $nothing"

  @Test
  fun `a future without a value has null, and its stages take it`() {
    val source = executor.incompleteFuture<String>()
    val done: LoopFuture<String> = executor.completedFuture("done")
    val futures: List<LoopFuture<Void?>> =
      listOf(
        executor.runAsync {},
        executor.delay(Duration.ofSeconds(1)),
        executor.allOf(done),
        done.thenRun {},
        done.thenAccept {},
        done.thenAcceptAsync {},
        done.runAfterBoth(source) {},
        done.thenAcceptBoth(source) { _, _ -> },
        done.runAfterEither(source) {},
        done.acceptEither(source) {},
      )
    val stages = futures.map { it.thenApply(::sameAfter) }
    source.complete("later")
    loop.runUntilQuiescent()
    assertEquals(List(futures.size) { "after null" }, stages.map { it.join() })
  }

  @Test
  fun `a future that may have null says so`() {
    val future: LoopFuture<String?> = executor.supplyAsync<String?> { null }
    val awaited = loop.future { future.await() }
    loop.runUntilQuiescent()
    assertNull(awaited.join())
  }
}
