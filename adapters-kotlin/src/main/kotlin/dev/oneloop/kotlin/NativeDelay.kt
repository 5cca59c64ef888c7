@file:OptIn(InternalCoroutinesApi::class)

package dev.oneloop.kotlin

import java.lang.reflect.Method
import java.lang.reflect.Modifier
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.Delay
import kotlinx.coroutines.DisposableHandle
import kotlinx.coroutines.InternalCoroutinesApi

/*
 * The only file that touches kotlinx-coroutines' internal API: the interface Delay, by which delays
 * and timeouts reach a dispatcher. A release that changes it is noticed when the first dispatcher is
 * made, not when the first delay hangs; dispatchers then go without it.
 */

/**
 * A dispatcher whose delays are timers of the loop.
 *
 * @throws LinkageError if the interface is not the one this was compiled against
 */
internal fun timedDispatcher(binding: LoopBinding, label: String): LoopDispatcher {
  mismatchOf(Delay::class.java, TimedDispatcher::class.java)?.let { throw LinkageError(it) }
  return TimedDispatcher(binding, label, isImmediate = false)
}

/**
 * What keeps [implementation] from serving as a [delay] of the shape that we know; null if nothing.
 */
internal fun mismatchOf(delay: Class<*>, implementation: Class<*>): String? {
  val unknown = delay.methods.find { Modifier.isAbstract(it.modifiers) && !it.isIn(implementation) }
  val missing = KNOWN.find { known ->
    delay.methods.none { it.name == known.name && it.isLike(known) }
  }
  return when {
    unknown != null -> "$delay has a method that is new: $unknown"
    missing != null -> "$delay has lost a method: $missing"
    else -> null
  }
}

private fun Method.isIn(implementation: Class<*>) =
  implementation.methods.any {
    it.name == name && it.isLike(this) && !Modifier.isAbstract(it.modifiers)
  }

private fun Method.isLike(other: Method) =
  returnType == other.returnType && parameterTypes.contentEquals(other.parameterTypes)

/** What [TimedDispatcher] overrides. */
private val KNOWN: List<Method> =
  TimedDispatcher::class.java.declaredMethods.filter {
    it.name == "scheduleResumeAfterDelay" || it.name == "invokeOnTimeout"
  }

internal class TimedDispatcher(binding: LoopBinding, label: String, isImmediate: Boolean) :
  LoopDispatcher(binding, label, isImmediate), Delay {

  override fun view(label: String, isImmediate: Boolean) =
    TimedDispatcher(binding, label, isImmediate)

  override fun scheduleResumeAfterDelay(
    timeMillis: Long,
    continuation: CancellableContinuation<Unit>,
  ) = resumeAfter(nanosOf(timeMillis), continuation)

  override fun invokeOnTimeout(
    timeMillis: Long,
    block: Runnable,
    context: CoroutineContext,
  ): DisposableHandle = invokeAfter(nanosOf(timeMillis), block, context)

  private fun nanosOf(millis: Long): Long =
    if (millis >= Long.MAX_VALUE / NANOS_PER_MILLI) Long.MAX_VALUE else millis * NANOS_PER_MILLI
}

private const val NANOS_PER_MILLI = 1_000_000L
