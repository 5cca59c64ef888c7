package dev.oneloop.benchmarks

import dev.oneloop.Loops
import dev.oneloop.kotlin.dispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestCoroutineScheduler

/** Coroutines that delay over and over, in virtual time. */
public object VirtualTimeCoroutines {
  /** On kotlinx-coroutines-test. */
  @OptIn(ExperimentalCoroutinesApi::class)
  @JvmStatic
  public fun onTestScheduler(timers: Int, firings: Int) {
    val scheduler = TestCoroutineScheduler()
    start(CoroutineScope(StandardTestDispatcher(scheduler)), timers, firings)
    scheduler.advanceUntilIdle()
  }

  /** On a simulated loop. */
  @JvmStatic
  public fun onSimulatedLoop(timers: Int, firings: Int) {
    val loop = Loops.simulated()
    start(CoroutineScope(loop.dispatcher), timers, firings)
    loop.runUntilQuiescent()
  }

  private fun start(scope: CoroutineScope, timers: Int, firings: Int) {
    repeat(timers) { i -> scope.launch { repeat(firings) { delay(1_000L + i) } } }
  }
}
