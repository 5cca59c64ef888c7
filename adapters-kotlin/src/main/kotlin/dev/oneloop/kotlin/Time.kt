package dev.oneloop.kotlin

import dev.oneloop.EventLoop
import dev.oneloop.MissedTicks
import kotlin.time.Duration
import kotlin.time.TimeSource
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Suspends for a time on this loop's clock, to the nanosecond, whatever dispatcher the coroutine is
 * on. Never ends early. Zero or less does not suspend; 146 years and more are for ever.
 *
 * When the loop shuts down meanwhile, the coroutine is cancelled.
 */
public suspend fun EventLoop.delay(duration: Duration) {
  val nanos = duration.inWholeNanoseconds
  if (nanos < FOR_EVER) delayUntil(deadlineAfter(nanos)) else awaitCancellation()
}

/**
 * Suspends until this loop's clock has reached a deadline, on the scale of `clock().nanoTime()`;
 * not at all if it has. The way to wait at a steady rate without drift. Otherwise as [delay].
 */
public suspend fun EventLoop.delayUntil(deadlineNanos: Long) {
  if (deadlineNanos - clock().nanoTime() <= 0) return
  val binding = binding
  binding.comeHome()
  suspendCancellableCoroutine {
    binding.dispatcherFor(it.context).resumeAt(deadlineNanos, it)
  }
}

/** This loop's clock as Kotlin's `kotlin.time` sees it: marks, elapsed time, `measureTime`. */
public val EventLoop.timeSource: TimeSource.WithComparableMarks
  get() = binding.timeSource

/**
 * Ticks at a fixed rate on this loop's clock, the first one after a full [period]. Emits the number
 * of the tick on the schedule, from 0, on the collector's context.
 *
 * A collector that takes longer than a period is late for the next tick; [missed] says what becomes
 * of ticks that are past. With [MissedTicks.SKIP] the numbers of those are left out, so that a
 * collector sees how many it missed.
 *
 * @throws IllegalArgumentException if [period] is not positive
 */
public fun EventLoop.ticks(
  period: Duration,
  missed: MissedTicks = MissedTicks.SKIP,
): Flow<Long> {
  require(period.isPositive()) { "The period must be positive, not $period" }
  val step = minOf(period.inWholeNanoseconds, FOR_EVER)
  return flow {
    var tick = 0L
    var due = deadlineAfter(step)
    while (true) {
      delayUntil(due)
      val next = missed.nextTick(due, step, clock())
      if (missed == MissedTicks.SKIP) tick += (next - due) / step - 1
      emit(tick++)
      due = next
    }
  }
}
