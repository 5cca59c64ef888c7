package dev.oneloop.testkit

import dev.oneloop.EventLoop
import dev.oneloop.ManagedLoop
import dev.oneloop.ManualLoop
import dev.oneloop.kotlin.LoopDispatcher
import dev.oneloop.kotlin.dispatcher
import dev.oneloop.kotlin.runUntilComplete
import kotlinx.coroutines.CoroutineScope
import org.junit.jupiter.api.Nested

/** The contract, on loops of every kind. */
class LoopDispatcherContractTest {

  abstract class OnLoop(private val newLoop: () -> ManagedLoop) : MainDispatcherContract() {
    private lateinit var loop: ManagedLoop

    override fun newDispatcher(): LoopDispatcher {
      loop = newLoop()
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

  @Nested inner class OnALoopThatTheTestDrives : OnLoop({ Drivers.quiet().manual() })

  @Nested inner class OnALoopWithItsOwnThread : OnLoop({ Drivers.quiet().start() })

  @Nested inner class OnALoopThatSelects : OnLoop({ Drivers.quiet().selecting() })

  @Nested inner class OnALoopHostedBySwing : OnLoop({ Drivers.onSwing() })

  @Nested inner class OnALoopInVirtualTime : OnLoop({ Drivers.quiet().simulated() })
}
