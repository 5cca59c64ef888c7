package dev.oneloop.benchmarks

import kotlin.coroutines.ContinuationInterceptor
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

/** What coroutines do, each as a block to be run on the dispatcher that is measured. */
public object CoroutineWork {
  /**
   * How often each block does its thing: often enough that handing the block to another thread, and
   * waiting for it, is no part of the figure. Only the loop of `runBlocking` saves itself that.
   */
  public const val TIMES: Int = 100_000

  /** As [TIMES], for [hops], which take microseconds. */
  public const val HOPS: Int = 10_000

  /** How many coroutines there are at a time in [launches] and [delays]. */
  public const val CROWD: Int = 10_000

  /** Goes to the back of the queue. */
  public suspend fun yields(): Unit = repeat(TIMES) { yield() }

  /** Two coroutines hand each other values through a channel without a buffer. */
  public suspend fun CoroutineScope.rendezvous(): Unit = handOver(Channel())

  /** As [rendezvous], through a buffer of 64. */
  public suspend fun CoroutineScope.buffered(): Unit = handOver(Channel(64))

  private suspend fun CoroutineScope.handOver(channel: Channel<Int>) {
    val sender = launch {
      repeat(TIMES) { channel.send(it) }
      channel.close()
    }
    var sum = 0L
    for (value in channel) sum += value
    sender.join()
    check(sum == TIMES * (TIMES - 1L) / 2)
  }

  /** Starts coroutines and waits for them. */
  public suspend fun CoroutineScope.launches() {
    repeat(TIMES / CROWD) { List(CROWD) { launch {} }.joinAll() }
  }

  /** Many coroutines that wait for a millisecond at the same time. */
  public suspend fun CoroutineScope.delays() {
    List(CROWD) { launch { delay(1) } }.joinAll()
  }

  /** Timeouts that do not fire. */
  public suspend fun timeouts(): Unit = repeat(TIMES) { withTimeout(60_000) { yield() } }

  /** To the default pool and back. */
  public suspend fun hops() {
    val home = currentDispatcher()
    withContext(Dispatchers.Default) { repeat(HOPS) { withContext(home) {} } }
  }

  private suspend fun currentDispatcher(): CoroutineDispatcher =
    kotlin.coroutines.coroutineContext[ContinuationInterceptor] as CoroutineDispatcher
}
