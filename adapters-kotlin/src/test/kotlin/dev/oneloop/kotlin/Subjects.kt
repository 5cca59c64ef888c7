package dev.oneloop.kotlin

import dev.oneloop.EventLoop
import dev.oneloop.LoopBuilder
import dev.oneloop.LoopHost
import dev.oneloop.Loops
import dev.oneloop.ManagedLoop
import dev.oneloop.ManualLoop
import javax.swing.SwingUtilities
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking

/** A loop that a test drives, whatever its driver. */
interface LoopSubject : DispatcherContract.Subject {
  val loop: ManagedLoop

  override val dispatcher
    get() = loop.dispatcher

  override fun isOnLoop() = EventLoop.current() === loop

  override fun close() = loop.close()
}

class CallerDriven(override val loop: ManualLoop) : LoopSubject {
  override fun <T> run(block: suspend CoroutineScope.() -> T): T = loop.runUntilComplete { block() }
}

class SelfDriven(override val loop: ManagedLoop) : LoopSubject {
  override fun <T> run(block: suspend CoroutineScope.() -> T): T = runBlocking(dispatcher, block)
}

/** Swing's event thread, as a whole host: with the test for its thread. */
object SwingHost : LoopHost {
  override fun execute(pump: Runnable) = SwingUtilities.invokeLater(pump)

  override fun isHostThread() = SwingUtilities.isEventDispatchThread()
}

/** Failures that tests provoke would only clutter the output. */
fun quiet(): LoopBuilder = Loops.builder().exceptionHandler { _, _ -> }
