package dev.oneloop.kotlin

import dev.oneloop.EventLoop
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import java.util.concurrent.CompletionStage
import java.util.concurrent.Executor
import java.util.function.BiConsumer
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Starts a coroutine in the [coroutineScope] of this loop and returns its result as a future.
 *
 * The future's `...Async` stages without an executor run on this loop, too. Cancelling the future
 * cancels the coroutine. A failure is the future's, and does not go to the loop's handler.
 */
public fun <T> EventLoop.future(
  context: CoroutineContext = EmptyCoroutineContext,
  start: CoroutineStart = CoroutineStart.DEFAULT,
  block: suspend LoopScope.() -> T,
): CompletableFuture<T> {
  require(start != CoroutineStart.LAZY) { "A future cannot start its coroutine lazily" }
  val coroutine =
    coroutineScope.async(context, start) { LoopScope(this@future, coroutineContext).block() }
  val future = CoroutineFuture<T>(this)
  coroutine.invokeOnCompletion { failure ->
    @OptIn(ExperimentalCoroutinesApi::class)
    if (failure == null) future.complete(coroutine.getCompleted())
    else future.completeExceptionally(failure)
  }
  future.whenComplete { _, _ -> if (future.isCancelled) coroutine.cancel() }
  return future
}

/**
 * Waits for this stage and returns its result, without a hold on it: where `await` cancels a future
 * when its coroutine is cancelled, for everybody who shares it, this leaves it alone.
 *
 * The failure of the stage is thrown as it is, out of its `CompletionException`.
 */
public suspend fun <T> CompletionStage<T>.awaitNonCancelling(): T =
  suspendCancellableCoroutine { continuation ->
    val awaiter = Awaiter(continuation)
    whenComplete(awaiter)
    continuation.invokeOnCancellation { awaiter.continuation = null }
  }

/** The stage may live long: after a cancellation it holds this small object, but no coroutine. */
private class Awaiter<T>(@Volatile var continuation: CancellableContinuation<T>?) :
  BiConsumer<T, Throwable?> {

  override fun accept(value: T, failure: Throwable?) {
    val waiting = continuation ?: return
    if (failure == null) waiting.resume(value)
    else waiting.resumeWithException((failure as? CompletionException)?.cause ?: failure)
  }
}

/** A future whose asynchronous stages run on a loop. */
private class CoroutineFuture<T>(private val loop: EventLoop) : CompletableFuture<T>() {
  override fun defaultExecutor(): Executor = loop

  override fun <U> newIncompleteFuture(): CompletableFuture<U> = CoroutineFuture(loop)
}
