package dev.oneloop.testkit

import dev.oneloop.EventLoop
import dev.oneloop.Loops
import dev.oneloop.ManagedLoop
import dev.oneloop.cf.LoopExecutor
import dev.oneloop.kotlin.dispatcher
import dev.oneloop.kotlin.future
import dev.oneloop.rx3.LoopSchedulers
import io.reactivex.rxjava3.core.Flowable
import io.reactivex.rxjava3.core.Observable
import java.time.Duration.ofMillis
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** What happens on a simulated loop is what happens on real ones. */
class FidelityTest {

  @Test
  fun `one program, the same events on every loop`() {
    val simulated = eventsOn(Loops.simulated())
    // 10 received, 1 immediate, 10 of stages, 11 of streams, 6 of timers.
    assertEquals(38, simulated.size) { simulated.toString() }
    assertEquals(simulated, eventsOn(Loops.manual()))
    assertEquals(simulated, eventsOn(Loops.start("own thread")))
    assertEquals(simulated, eventsOn(Loops.selecting("selector")))
    assertEquals(simulated, eventsOn(Driver.SWING.newLoop()))
  }

  private fun eventsOn(loop: ManagedLoop): List<String> = loop.use {
    val events = Collections.synchronizedList(mutableListOf<String>())
    val end = CountDownLatch(1)
    loop
      .future {
        ready(loop, events)
        timed(loop, events)
      }
      .whenComplete { _, failure ->
        failure?.let { events += it.toString() }
        end.countDown()
      }
    Driver.await(loop, end)
    events.toList()
  }

  /** Everybody submits at once, and in turns. */
  private suspend fun ready(loop: EventLoop, events: MutableList<String>) = coroutineScope {
    val channel = Channel<Int>()
    launch {
      repeat(10) {
        channel.send(it)
        yield()
      }
      channel.close()
    }
    launch {
      for (i in channel) events += "received $i"
      withContext(loop.dispatcher.immediate) { events += "immediate" }
    }
    val executor = LoopExecutor.of(loop)
    val stages =
      List(10) { i ->
        executor.supplyAsync { i }.thenApplyAsync { it + 1 }.thenAccept { events += "stage $it" }
      }
    val scheduler = LoopSchedulers.from(loop)
    val streamEnd = CompletableDeferred<Unit>()
    Flowable.range(0, 10)
      .subscribeOn(scheduler)
      .observeOn(scheduler)
      .flatMap { i -> Flowable.just(i).observeOn(scheduler) }
      .doFinally { streamEnd.complete(Unit) }
      .subscribe({ events += "stream $it" }, { events += "$it" }, { events += "stream end" })
    executor.allOf(*stages.toTypedArray()).await()
    streamEnd.await()
  }

  /**
   * All in one task, and each after the one before and for longer: how late the loop is makes no
   * difference to their order. Hence the coroutines that start undispatched: others would read the
   * clock when this task is at its end.
   */
  private suspend fun timed(loop: EventLoop, events: MutableList<String>) = coroutineScope {
    val executor = LoopExecutor.of(loop)
    val scheduler = LoopSchedulers.from(loop)
    withContext(loop.dispatcher.immediate) {
      launch(start = UNDISPATCHED) {
        delay(1)
        events += "delay"
      }
      executor.delay(ofMillis(2)).thenRun { events += "delayed future" }
      Observable.timer(3, MILLISECONDS, scheduler).subscribe { events += "timer of Rx" }
      launch(start = UNDISPATCHED) {
        withTimeoutOrNull(4) { awaitCancellation() }
        events += "timeout"
      }
      executor.incompleteFuture<Unit>().orTimeout(5, MILLISECONDS).exceptionally {
        events += "timeout of a future"
      }
      val last = CompletableDeferred<Unit>()
      Observable.never<Int>()
        .timeout(6, MILLISECONDS, scheduler)
        .subscribe(
          {},
          {
            events += "timeout of Rx"
            last.complete(Unit)
          },
        )
      last.await()
    }
  }

  @Test
  fun `one clock for all three ecosystems, to the nanosecond`() {
    val times = mutableListOf<String>()
    runLoopTest {
      fun note(what: String) {
        times += "$what at ${loop.clock().nanoTime()}"
      }
      Flowable.interval(1, SECONDS, LoopSchedulers.from(loop)).take(3).subscribe {
        note("tick $it")
      }
      launch {
        delay(1000)
        note("delay")
      }
      LoopExecutor.of(loop).incompleteFuture<Unit>().orTimeout(1, SECONDS).exceptionally {
        note("timeout")
      }
      advanceBy(3.seconds)
    }
    assertEquals(
      listOf(
        "tick 0 at 1000000000",
        "timeout at 1000000000",
        "delay at 1000000000",
        "tick 1 at 2000000000",
        "tick 2 at 3000000000",
      ),
      times,
    )
  }
}
