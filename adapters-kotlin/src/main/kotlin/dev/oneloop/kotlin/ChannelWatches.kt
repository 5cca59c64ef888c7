@file:OptIn(ExperimentalCoroutinesApi::class)

package dev.oneloop.kotlin

import dev.oneloop.IoHandler
import dev.oneloop.IoLoop
import dev.oneloop.IoRegistration
import java.nio.channels.ClosedChannelException
import java.nio.channels.SelectableChannel
import java.util.concurrent.RejectedExecutionException
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.suspendCancellableCoroutine

/** Who waits for which channel of a loop. Confined to the loop. */
internal class ChannelWatches(private val binding: LoopBinding) {
  private val watches = HashMap<SelectableChannel, ChannelWatch>()

  /**
   * Whether all that had come in from a channel was read: another read would find nothing, or
   * something that the selector will tell of. Only while a coroutine has waited for it.
   */
  fun isDrained(channel: SelectableChannel): Boolean = watches[channel]?.isDrained == true

  fun setDrained(channel: SelectableChannel, isDrained: Boolean) {
    watches[channel]?.isDrained = isDrained
  }

  suspend fun awaitReady(channel: SelectableChannel, ops: Int): Int =
    suspendCancellableCoroutine { continuation ->
      // A channel that was closed a moment ago may still have a watch that has not heard of it.
      if (!channel.isOpen) throw ClosedChannelException()
      require(ops != 0 && ops and channel.validOps().inv() == 0) {
        "$channel cannot be waited for with the operations $ops"
      }
      try {
        watches.getOrPut(channel) { ChannelWatch(binding, channel, watches) }.add(continuation, ops)
      } catch (e: RejectedExecutionException) {
        binding.cancelJob(continuation.context, e)
        continuation.cancel(e)
      }
    }
}

/** One registration for all who wait for a channel; paused while nobody does. */
private class ChannelWatch(
  val binding: LoopBinding,
  private val channel: SelectableChannel,
  private val watches: MutableMap<SelectableChannel, ChannelWatch>,
) : IoHandler {
  private val loop = binding.loop as IoLoop
  private val waiters = ArrayList<ChannelWaiter>()
  var isDrained = false
  private val registration: IoRegistration = loop.register(channel, 0, this)

  fun add(continuation: CancellableContinuation<Int>, ops: Int) {
    val waiter = ChannelWaiter(this, continuation, ops)
    waiters += waiter
    updateInterest()
    continuation.invokeOnCancellation(waiter)
  }

  /** From any thread. */
  fun remove(waiter: ChannelWaiter) {
    if (loop.inEventLoop()) {
      waiters -= waiter
      updateInterest()
    } else {
      try {
        loop.execute {
          waiters -= waiter
          updateInterest()
        }
      } catch (closed: RejectedExecutionException) {
        // All registrations have ended, or are about to.
      }
    }
  }

  private fun updateInterest() {
    if (registration.isValid) {
      var ops = 0
      for (i in waiters.indices) ops = ops or waiters[i].ops
      registration.interestOps(ops)
    }
  }

  override fun ready(registration: IoRegistration, readyOps: Int) {
    // They go on right here, and may wait for more: the interest is the same then, and costs
    // nothing.
    if (waiters.size == 1) {
      val only = waiters[0]
      if (only.ops and readyOps != 0) {
        waiters.clear()
        only.resume(readyOps)
      }
    } else {
      val served = waiters.filter { it.ops and readyOps != 0 }
      waiters -= served.toSet()
      for (waiter in served) waiter.resume(readyOps)
    }
    updateInterest()
  }

  override fun closed(registration: IoRegistration, cause: Throwable) {
    watches.remove(channel, this)
    val left = waiters.toList()
    waiters.clear()
    for (waiter in left) waiter.fail(cause)
  }
}

private class ChannelWaiter(
  private val watch: ChannelWatch,
  private val continuation: CancellableContinuation<Int>,
  val ops: Int,
) : (Throwable?) -> Unit {

  fun resume(readyOps: Int) {
    val dispatcher = watch.binding.dispatcherFor(continuation.context)
    with(continuation) { dispatcher.resumeUndispatched(readyOps and ops) }
  }

  fun fail(cause: Throwable) {
    if (cause is RejectedExecutionException) {
      watch.binding.cancelJob(continuation.context, cause)
      continuation.cancel(cause)
    } else {
      continuation.resumeWithException(cause)
    }
  }

  override fun invoke(cause: Throwable?) = watch.remove(this)
}
