@file:OptIn(ExperimentalCoroutinesApi::class)

package dev.oneloop.kotlin

import dev.oneloop.EventLoop
import dev.oneloop.LoopTask
import dev.oneloop.ManagedLoop
import java.util.concurrent.RejectedExecutionException
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Suspends until a later turn of this loop: what is ready now, and what its host has waiting, goes
 * first. Unlike `yield`, this is a turn also for the `immediate` dispatcher.
 */
public suspend fun EventLoop.awaitTurn(): Unit = withTurn {}

/**
 * Calls [block] in a later turn of this loop, with the loop's time in nanoseconds, and returns its
 * result. May be called from any dispatcher; a coroutine of this loop goes on in the same turn.
 *
 * What [block] throws is thrown here. A coroutine that is cancelled before the turn does not call
 * it.
 */
public suspend fun <R> EventLoop.withTurn(block: (nanos: Long) -> R): R {
  val binding = binding
  binding.comeHome()
  return suspendCancellableCoroutine { continuation ->
    val task = TurnTask(binding.dispatcherFor(continuation.context), block, continuation)
    try {
      execute(task)
      continuation.invokeOnCancellation(task)
    } catch (e: RejectedExecutionException) {
      task.rejected(e)
    }
  }
}

/**
 * The turns of this loop from now on: emits the loop's time in nanoseconds, once in each turn while
 * the collector keeps up. Keeps the loop awake for as long as it is collected.
 */
public val EventLoop.turns: Flow<Long>
  get() = flow { while (true) emit(withTurn { it }) }

/**
 * Suspends until nothing is ready to run on this loop and no timer is due.
 *
 * Loops that are no [ManagedLoop] do not say what they have to do; there this is a turn.
 */
public suspend fun EventLoop.awaitIdle() {
  val binding = binding
  binding.comeHome()
  suspendCancellableCoroutine { binding.idleWatch.add(it) }
}

private class TurnTask<R>(
  private val dispatcher: LoopDispatcher,
  private var block: ((Long) -> R)?,
  private var continuation: CancellableContinuation<R>?,
) : LoopTask(), (Throwable?) -> Unit {

  override fun run() {
    val waiting = continuation ?: return
    // A loop of another make may not have taken the task out.
    if (!waiting.isActive) return release()
    val result = runCatching { block!!(dispatcher.loop.clock().nanoTime()) }
    release()
    with(waiting) {
      result
        .onSuccess { dispatcher.resumeUndispatched(it) }
        .onFailure { dispatcher.resumeUndispatchedWithException(it) }
    }
  }

  override fun invoke(cause: Throwable?) {
    cancel()
  }

  override fun cancelled() = release()

  public override fun rejected(cause: Throwable) {
    val waiting = continuation ?: return
    release()
    dispatcher.binding.cancelJob(waiting.context, cause)
    waiting.cancel(cause)
  }

  private fun release() {
    block = null
    continuation = null
  }
}

/** Goes round with the loop until it is the only task, for all who wait for that. */
internal class IdleWatch(private val binding: LoopBinding) : LoopTask() {
  /** Guarded by this, as the next is. */
  private val waiting = ArrayList<CancellableContinuation<Unit>>()

  private var isWatching = false

  fun add(continuation: CancellableContinuation<Unit>) {
    synchronized(this) {
      waiting += continuation
      if (!isWatching) {
        isWatching = true
        submit()
      }
    }
    continuation.invokeOnCancellation { synchronized(this) { waiting -= continuation } }
  }

  override fun run() {
    if (isLoopIdle()) {
      takeAll().forEach {
        with(it) { binding.dispatcherFor(context).resumeUndispatched(Unit) }
      }
    } else {
      submit()
    }
  }

  private fun isLoopIdle(): Boolean {
    val loop = binding.loop
    return loop !is ManagedLoop || loop.metrics().pendingTasks == 0L
  }

  private fun submit() {
    binding.submit(this) { rejected(it) }
  }

  override fun rejected(cause: Throwable) {
    takeAll().forEach {
      binding.cancelJob(it.context, cause)
      it.cancel(cause)
    }
  }

  private fun takeAll(): List<CancellableContinuation<Unit>> =
    synchronized(this) {
      isWatching = false
      waiting.toList().also { waiting.clear() }
    }
}
