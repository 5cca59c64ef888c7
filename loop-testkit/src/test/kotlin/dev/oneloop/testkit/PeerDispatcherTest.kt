package dev.oneloop.testkit

import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.newSingleThreadContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The contract on dispatchers of others: it passes what is right, and finds what is not. */
class PeerDispatcherTest {

  @OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)
  class OfOneThread : DispatcherContract() {
    override fun newDispatcher() = newSingleThreadContext("peer")

    // In debug mode, as under Surefire, kotlinx adds the name of the coroutine.
    override fun isOnLoop() = Thread.currentThread().name.startsWith("peer")
  }

  @Test
  fun `a dispatcher of one thread passes, save that it forgets some at its end`() {
    // These would wait in vain: what waits in a delay is forgotten when the dispatcher is closed.
    // And once in a while the first one: ScheduledThreadPoolExecutor, which is below the
    // dispatcher,
    // may cancel without a word what it takes while it shuts down.
    val hanging =
      setOf(
        "coroutines that are resumed while the dispatcher ends all complete",
        "a delay after the end is cancelled in place",
        "a finally block may suspend while the dispatcher ends",
        "a pending delay ends with the dispatcher, cancelled",
        "a pending timeout ends with the dispatcher, cancelled",
        "what cannot be cancelled waits its time after the end, too",
      )
    assertEquals(emptySet<String>(), failuresOf(OfOneThread::class.java) { it !in hanging })
  }

  /** Runs everything where it is dispatched. */
  class Inline : DispatcherContract() {
    private var depth = 0

    override fun newDispatcher(): CoroutineDispatcher =
      object : CoroutineDispatcher(), AutoCloseable {
        override fun dispatch(context: CoroutineContext, block: Runnable) {
          depth++
          block.run()
          depth--
        }

        override fun close() {}
      }

    override fun isOnLoop() = depth > 0
  }

  @Test
  fun `a dispatcher that runs everything in place fails`() {
    val wrong =
      setOf(
        "a dispatched coroutine runs later, in order of dispatch",
        "a launch after the end is cancelled",
        "coroutines that yield take turns",
        "dispatch does not run the block inside of itself",
      )
    assertEquals(wrong, failuresOf(Inline::class.java) { it in wrong })
  }

  private fun failuresOf(suite: Class<*>, chosen: (String) -> Boolean) =
    TestResults.of(suite, chosen).failedMethods().toSet()
}
