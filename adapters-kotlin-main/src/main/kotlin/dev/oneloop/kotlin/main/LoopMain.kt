package dev.oneloop.kotlin.main

import dev.oneloop.EventLoop

/**
 * Makes a loop the one behind `Dispatchers.Main`, for code that asks for that by name, as libraries
 * for user interfaces do.
 *
 * Being on the class path changes nothing yet: without [install], `Dispatchers.Main` is what it
 * would be without this library. In tests, `Dispatchers.setMain(loop.dispatcher)` does the same and
 * can be undone.
 */
public object LoopMain {
  private var installed: EventLoop? = null

  /** Whether kotlinx-coroutines has asked who `Dispatchers.Main` is; it asks once. */
  private var isDecided = false

  internal val loop: EventLoop?
    @Synchronized get() = installed

  /**
   * Lets `Dispatchers.Main` stand for the dispatcher of [loop]. It has to be called before anything
   * touches `Dispatchers.Main`, and holds for as long as the JVM lives. May be called from any
   * thread; the loop need not run yet. Once the loop has shut down, `Dispatchers.Main` behaves as
   * any [dispatcher][dev.oneloop.kotlin.LoopDispatcher] of such a loop.
   *
   * @throws IllegalStateException if another loop was installed, or `Dispatchers.Main` was used
   *   before
   */
  @Synchronized
  public fun install(loop: EventLoop) {
    val before = installed
    if (before === loop) return
    check(before == null) { "Dispatchers.Main is $before already and cannot be $loop" }
    check(!isDecided) {
      "Dispatchers.Main was used before $loop was installed, and cannot change now"
    }
    installed = loop
  }

  /** From now on it is too late to install a loop. */
  @Synchronized
  internal fun decide() {
    isDecided = true
  }
}
