package dev.oneloop.kotlin

import dev.oneloop.BlockedLoopException
import dev.oneloop.ManualLoop
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async

/**
 * Runs a coroutine on this loop, driving the loop on the current thread until the coroutine and all
 * its children have ended, and returns its result: `runBlocking` for a loop in the caller's hands.
 * What else is on the loop runs as well.
 *
 * What [block] throws is thrown here. If the thread is interrupted, the coroutine is cancelled, the
 * loop is driven until it has ended, and then [InterruptedException] is thrown.
 *
 * @param context added to the coroutine's; with a dispatcher of its own the coroutine runs there,
 *   and this only drives the loop meanwhile. A job in it becomes the parent of the coroutine.
 * @throws BlockedLoopException inside a task of this loop, outside of `runNested`
 * @throws IllegalStateException if another thread drives this loop, or it was stopped or shut down
 *   before the coroutine ended; the coroutine is cancelled then
 */
public fun <T> ManualLoop.runUntilComplete(
  context: CoroutineContext = EmptyCoroutineContext,
  block: suspend LoopScope.() -> T,
): T {
  // The caller gets the failure, so a parent is not to hear of it.
  val root = context[Job]?.let { SupervisorJob(it) }
  val inherited = root?.let { context + it } ?: context
  val coroutine =
    Root(dispatcher + inherited).async {
      LoopScope(this@runUntilComplete, coroutineContext).block()
    }
  try {
    driveUntilEnded(coroutine)
  } finally {
    coroutine.cancel()
    root?.complete()
  }
  @OptIn(ExperimentalCoroutinesApi::class)
  return coroutine.getCompleted()
}

private fun ManualLoop.driveUntilEnded(coroutine: Deferred<*>) {
  val end = CompletableFuture<Unit>()
  coroutine.invokeOnCompletion { end.complete(Unit) }
  var interrupt: InterruptedException? = null
  while (!end.isDone) {
    try {
      runUntilComplete(end)
    } catch (e: InterruptedException) {
      interrupt = e
      coroutine.cancel(CancellationException("Interrupted", e))
    }
  }
  if (interrupt != null) throw interrupt
}

/**
 * Unlike those that `CoroutineScope()` makes, a scope without a job, for a coroutine without
 * parent.
 */
private class Root(override val coroutineContext: CoroutineContext) : CoroutineScope
