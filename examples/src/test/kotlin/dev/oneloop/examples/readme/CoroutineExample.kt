@file:JvmName("CoroutineExample")

package dev.oneloop.examples.readme

import dev.oneloop.EventLoop
import dev.oneloop.kotlin.coroutineScope
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

internal fun start(loop: EventLoop, counts: MutableMap<String, Int>) {
  // region coroutine
  loop.coroutineScope.launch {
    repeat(3) {
      delay(100.milliseconds) // a timer of the loop
      counts.merge("coroutine", 1, Int::plus)
    }
  }
  // endregion
}
