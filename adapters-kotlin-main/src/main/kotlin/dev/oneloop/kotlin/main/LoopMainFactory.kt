@file:OptIn(InternalCoroutinesApi::class)

package dev.oneloop.kotlin.main

import dev.oneloop.kotlin.dispatcher
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.MainCoroutineDispatcher
import kotlinx.coroutines.internal.MainDispatcherFactory

/**
 * Found by kotlinx-coroutines as a service. The only file of this module that touches its internal
 * API.
 */
internal class LoopMainFactory : MainDispatcherFactory {

  /** Ahead of user interfaces on the class path when a loop is installed, behind them when not. */
  override val loadPriority: Int
    get() {
      LoopMain.decide()
      return if (LoopMain.loop == null) Int.MIN_VALUE else Int.MAX_VALUE / 2
    }

  override fun createDispatcher(
    allFactories: List<MainDispatcherFactory>
  ): MainCoroutineDispatcher {
    LoopMain.decide()
    val loop = checkNotNull(LoopMain.loop) { hintOnError() }
    return loop.dispatcher.limitedParallelism(1, "Dispatchers.Main") as MainCoroutineDispatcher
  }

  override fun hintOnError(): String =
    "Call LoopMain.install(loop) before anything uses Dispatchers.Main"
}
