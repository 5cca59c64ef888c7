package dev.oneloop.kotlin

import dev.oneloop.BlockedLoopException
import dev.oneloop.EventLoop
import dev.oneloop.LoopFailure
import dev.oneloop.ManagedLoop
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.coroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.job
import kotlinx.coroutines.withContext

/**
 * The scope of coroutines that live on this loop: every call returns the same one.
 *
 * It runs on the [dispatcher], and its job is a supervisor: the failure of one coroutine does not
 * touch the others. Failures that nobody handles reach the loop's exception handler, once each and
 * on the loop.
 *
 * When the loop begins to shut down, the scope is cancelled, and the loop stays open until its
 * coroutines have ended or the grace period is over: so `finally` blocks run on the loop, also
 * those that suspend. What is not done by then ends on `Dispatchers.IO`, which is reported.
 */
public val EventLoop.coroutineScope: LoopScope
  get() = binding.scope

/** A [CoroutineScope] whose coroutines run on a loop. */
public class LoopScope
internal constructor(
  private val loop: EventLoop,
  /** What its coroutines inherit: the loop's dispatcher and the job they are children of. */
  override val coroutineContext: CoroutineContext,
) : CoroutineScope {

  /** An error at compile time: it would block the loop that has to run [block]. */
  @Deprecated(
    "runBlocking would block the loop that is to run its coroutine. Call suspending functions " +
      "directly, or launch a coroutine.",
    level = DeprecationLevel.ERROR,
  )
  @Suppress("UNUSED_PARAMETER")
  public fun <T> runBlocking(
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.() -> T,
  ): T = throw BlockedLoopException(loop, "runBlocking")

  /** Names the loop. */
  override fun toString(): String = "LoopScope($loop)"
}

/**
 * Calls [block] on the loop and returns its result; suspends meanwhile. Failures and cancellation
 * go both ways, as with `withContext`.
 *
 * Unlike `withContext(loop.dispatcher)` this looks at the thread and not only at the context: a
 * coroutine that was started undispatched on another thread is brought to the loop.
 */
public suspend fun <T> withLoop(loop: EventLoop, block: suspend LoopScope.() -> T): T =
  withContext(loop.dispatcher) {
    loop.binding.comeHome()
    LoopScope(loop, coroutineContext).block()
  }

/**
 * The loop that this coroutine runs on.
 *
 * @throws IllegalStateException if its dispatcher is no [LoopDispatcher] and the thread runs no
 *   loop
 */
public suspend fun currentLoop(): EventLoop {
  val interceptor = coroutineContext[ContinuationInterceptor]
  return (interceptor as? LoopDispatcher)?.loop
    ?: EventLoop.current()
    ?: error("This coroutine runs on no loop: it is on $interceptor, on ${Thread.currentThread()}")
}

/** Makes the canonical scope of a loop, which ends with the loop. */
internal fun newLoopScope(binding: LoopBinding): LoopScope {
  val loop = binding.loop
  val scope = LoopScope(loop, binding.dispatcher + SupervisorJob() + failureHandler(binding))
  // The hook refers to the scope, and so to the binding: from now on they live as long as the loop.
  loop.onShutdown {
    val guard = (loop as? ManagedLoop)?.acquireWorkGuard()
    val job = scope.coroutineContext.job
    job.cancel(CancellationException("$loop is shutting down"))
    job.invokeOnCompletion { guard?.close() }
  }
  return scope
}

/** Hands failures to the loop's handler, on the loop: handlers may touch what is confined to it. */
private fun failureHandler(binding: LoopBinding) = CoroutineExceptionHandler { context, e ->
  val loop = binding.loop
  val failure = LoopFailure.of("A coroutine failed", e, context)
  if (loop.inEventLoop()) {
    loop.report(failure)
  } else {
    binding.submit({ loop.report(failure) }) { loop.report(failure) }
  }
}
