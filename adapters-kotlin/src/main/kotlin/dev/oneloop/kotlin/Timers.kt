@file:OptIn(ExperimentalCoroutinesApi::class)

package dev.oneloop.kotlin

import dev.oneloop.LoopTimer
import dev.oneloop.TimerHandle
import java.util.concurrent.RejectedExecutionException
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.DisposableHandle
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job

/**
 * 146 years. Deadlines are compared by subtraction and lie no farther apart; beyond is for ever.
 */
internal const val FOR_EVER = Long.MAX_VALUE shr 1

/** Resumes a coroutine once the loop's clock has advanced by [nanos]. From any thread. */
internal fun LoopDispatcher.resumeAfter(nanos: Long, continuation: CancellableContinuation<Unit>) {
  if (nanos < FOR_EVER) resumeAt(loop.deadlineAfter(nanos), continuation)
}

/** Resumes a coroutine once the loop's clock has reached a deadline. From any thread. */
internal fun LoopDispatcher.resumeAt(deadline: Long, continuation: CancellableContinuation<Unit>) {
  val timer = ResumeTimer(this, continuation)
  val handle =
    try {
      loop.scheduleAt(deadline, timer)
    } catch (e: RejectedExecutionException) {
      timer.refused(deadline, e)
      return
    }
  // Only now: a cancellation that comes first would find no timer to cancel.
  continuation.invokeOnCancellation(if (handle === timer) timer else Disposal(handle))
}

/** Runs [block] on the loop once its clock has advanced by [nanos]. From any thread. */
internal fun LoopDispatcher.invokeAfter(
  nanos: Long,
  block: Runnable,
  context: CoroutineContext,
): DisposableHandle {
  if (nanos >= FOR_EVER) return DisposableHandle {}
  val timer = TimeoutTimer(binding, block, context)
  return timer.submit(loop.deadlineAfter(nanos))
}

/**
 * A pending `delay`: the timer, and the handler that removes it when the coroutine is cancelled.
 */
private class ResumeTimer(
  private val dispatcher: LoopDispatcher,
  private var continuation: CancellableContinuation<Unit>?,
) : LoopTimer(), (Throwable?) -> Unit {

  /** What took this timer's place when the loop began to shut down. */
  private var successor: ResumeTimer? = null

  private var elsewhere: Job? = null

  override fun run() {
    // On the loop, so a coroutine of this dispatcher may go on right here.
    take()?.apply { dispatcher.resumeUndispatched(Unit) }
  }

  override fun invoke(cause: Throwable?) {
    if (!cancel()) {
      successor?.invoke(cause)
      elsewhere?.cancel()
    }
  }

  override fun cancelled() {
    continuation = null
  }

  override fun rejected(cause: Throwable) {
    val waiting = take() ?: return
    dispatcher.binding.cancelJob(waiting.context, cause)
    // What cannot be cancelled, in a `finally` block, has its time; the loop may still grant it.
    if (waiting.isActive) {
      val next = ResumeTimer(dispatcher, waiting)
      successor = next
      try {
        dispatcher.loop.scheduleAt(deadline(), next)
      } catch (e: RejectedExecutionException) {
        next.refused(deadline(), e)
      }
    }
  }

  /** The loop has closed: cancels the coroutine, or else resumes it from another thread. */
  fun refused(deadline: Long, cause: RejectedExecutionException) {
    val waiting = take() ?: return
    val binding = dispatcher.binding
    binding.cancelJob(waiting.context, cause)
    if (waiting.context[Job]?.isActive != false) {
      val nanos = deadline - dispatcher.loop.clock().nanoTime()
      elsewhere = binding.afterElsewhere(nanos) { waiting.resume(Unit) }
    }
  }

  private fun take() = continuation.also { continuation = null }

  override fun toString() = "delay at ${placeOf(continuation)}"
}

/** A pending timeout: the timer, and the handle that removes it when the time was not needed. */
private class TimeoutTimer(
  private val binding: LoopBinding,
  private var block: Runnable?,
  private val context: CoroutineContext,
) : LoopTimer(), DisposableHandle {

  /** What took this timer's place when the loop began to shut down. */
  private var successor: DisposableHandle? = null

  fun submit(deadline: Long): DisposableHandle =
    try {
      val handle = binding.loop.scheduleAt(deadline, this)
      if (handle === this) this else Disposal(handle)
    } catch (e: RejectedExecutionException) {
      refused(deadline, e)
    }

  override fun run() {
    take()?.run()
  }

  override fun dispose() {
    if (!cancel()) successor?.dispose()
  }

  override fun cancelled() {
    block = null
  }

  override fun rejected(cause: Throwable) {
    // Nobody waits for this timer as such: it goes on for as long as the loop takes submissions.
    val waiting = take() ?: return
    successor = TimeoutTimer(binding, waiting, context).submit(deadline())
  }

  private fun refused(deadline: Long, cause: RejectedExecutionException): DisposableHandle {
    val waiting = take()
    binding.cancelJob(context, cause)
    if (waiting == null || context[Job]?.isActive == false) return DisposableHandle {}
    val nanos = deadline - binding.loop.clock().nanoTime()
    val job = binding.afterElsewhere(nanos, waiting::run)
    return DisposableHandle { job.cancel() }
  }

  private fun take() = block.also { block = null }

  override fun toString() = "timeout of $block"
}

/** Cancels a timer on a loop that hands out handles of its own. */
private class Disposal(private val handle: TimerHandle) : DisposableHandle, (Throwable?) -> Unit {
  override fun dispose() {
    handle.cancel()
  }

  override fun invoke(cause: Throwable?) = dispose()
}
