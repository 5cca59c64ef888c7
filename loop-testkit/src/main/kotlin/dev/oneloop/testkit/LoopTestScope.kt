package dev.oneloop.testkit

import dev.oneloop.SimulatedLoop
import java.util.concurrent.Callable
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.toJavaDuration
import kotlinx.coroutines.CoroutineScope

/**
 * Where the body of [runLoopTest] runs: on a simulated loop, as one of its tasks.
 *
 * Coroutines that are launched in this scope belong to the test, which ends when they have ended.
 *
 * Who comes from kotlinx-coroutines-test finds here:
 *
 * | there                        | here                        |
 * |------------------------------|-----------------------------|
 * | `currentTime`                | [currentTime], a [Duration] |
 * | `testTimeSource`             | `loop.timeSource`           |
 * | `runCurrent()`               | [runUntilIdle]              |
 * | `advanceTimeBy(delay)`       | [advanceBy]: inclusive      |
 * | `advanceUntilIdle()`         | [runUntilQuiescent]         |
 * | `backgroundScope`            | [backgroundScope]           |
 * | `StandardTestDispatcher()`   | `loop.dispatcher`           |
 * | `UnconfinedTestDispatcher()` | `loop.dispatcher.immediate` |
 */
public class LoopTestScope
internal constructor(
  /** The loop, and the way to everything else that lives on it. */
  public val loop: SimulatedLoop,
  /** The context of the test's body: the loop's dispatcher, and its job. */
  override val coroutineContext: CoroutineContext,
  /**
   * For coroutines that the test does not wait for: they are cancelled when it has ended. A failure
   * of one does not touch the others, and fails the test in the end.
   */
  public val backgroundScope: CoroutineScope,
) : CoroutineScope {
  private val start = loop.clock().nanoTime()

  /** How much virtual time has passed since the test began. */
  public val currentTime: Duration
    get() = (loop.clock().nanoTime() - start).nanoseconds

  /**
   * Runs everything on the loop that is due up to and including a moment of virtual time, inside of
   * this call, and leaves the clock there. The caller, which is a task of the loop, does not
   * suspend.
   *
   * @throws IllegalArgumentException if [duration] is negative
   */
  public fun advanceBy(duration: Duration) {
    nested { loop.advanceBy(duration.toJavaDuration()) }
  }

  /**
   * As [advanceBy], to a [currentTime].
   *
   * @throws IllegalArgumentException if that is past
   */
  public fun advanceTo(time: Duration): Unit = advanceBy(time - currentTime)

  /** Runs, inside of this call, whatever is ready or due now, and what that submits in turn. */
  public fun runUntilIdle() {
    nested(loop::runUntilIdle)
  }

  /**
   * Runs, inside of this call, until there is neither a task nor a timer left, [backgroundScope]
   * included; virtual time passes as it takes. Periodic timers keep it from returning.
   */
  public fun runUntilQuiescent() {
    nested(loop::runUntilQuiescent)
  }

  private fun nested(drive: () -> Int) {
    loop.runNested(Callable { drive() })
  }

  /** Names the loop. */
  override fun toString(): String = "LoopTestScope($loop)"
}
