package dev.oneloop.testkit

import dev.oneloop.EventLoop
import dev.oneloop.ManagedLoop
import dev.oneloop.ManualLoop
import dev.oneloop.kotlin.LoopDispatcher
import dev.oneloop.kotlin.dispatcher
import dev.oneloop.kotlin.runUntilComplete
import kotlinx.coroutines.CoroutineScope
import org.junit.jupiter.params.ParameterizedClass
import org.junit.jupiter.params.provider.EnumSource

/** The contract, on loops of every kind. */
@ParameterizedClass
@EnumSource(Driver::class)
internal class LoopDispatcherContractTest(private val driver: Driver) : MainDispatcherContract() {
  private lateinit var loop: ManagedLoop

  override fun newDispatcher(): LoopDispatcher {
    loop = driver.newLoop()
    return loop.dispatcher
  }

  override fun isOnLoop() = EventLoop.current() === loop

  override fun <T> onLoop(block: suspend CoroutineScope.() -> T): T =
    when (val driven = loop) {
      is ManualLoop -> driven.runUntilComplete { block() }
      else -> super.onLoop(block)
    }

  override fun close() = loop.close()
}
