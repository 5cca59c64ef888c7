package dev.oneloop.hosts

import dev.oneloop.LoopHost
import dev.oneloop.Loops
import dev.oneloop.ManagedLoop
import dev.oneloop.cf.LoopExecutor
import dev.oneloop.kotlin.future
import dev.oneloop.rx3.LoopSchedulers
import io.reactivex.rxjava3.core.Observable
import io.reactivex.rxjava3.schedulers.Schedulers
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/** Coroutines, futures and Rx on a real host: everything is to happen on the host's thread. */
abstract class AdaptersOnHost {
  abstract val host: LoopHost

  private lateinit var loop: ManagedLoop

  @BeforeEach
  fun makeLoop() {
    loop = Loops.on(host)
  }

  @AfterEach
  fun closeLoop() {
    loop.close()
  }

  @Test
  fun coroutinesDelayAndTimeOutOnTheHostsThread() {
    val onHost = loop.future {
      val seen = mutableListOf(host.isHostThread)
      delay(5.milliseconds)
      seen += host.isHostThread
      try {
        withTimeout(5.milliseconds) { awaitCancellation() }
      } catch (expected: TimeoutCancellationException) {
        seen += host.isHostThread
      }
      assertEquals("done", withTimeout(1.hours) { withContext(Dispatchers.Default) { "done" } })
      seen + host.isHostThread
    }
    assertEquals(List(4) { true }, onHost.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
  }

  @Test
  fun pinnedFuturesChainAndTimeOutOnTheHostsThread() {
    val executor = LoopExecutor.of(loop)
    val onHost =
      executor
        .pin(CompletableFuture.supplyAsync { "from elsewhere" })
        .thenApply { host.isHostThread }
        .thenApplyAsync { it && host.isHostThread }
    val timedOut =
      executor.pin(CompletableFuture<Boolean>()).orTimeout(5, TimeUnit.MILLISECONDS).exceptionally {
        it is TimeoutException && host.isHostThread
      }
    assertTrue(onHost.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
    assertTrue(timedOut.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
  }

  @Test
  fun rxTicksAndObservesOnTheHostsThread() {
    val scheduler = LoopSchedulers.from(loop)
    val onHost =
      Observable.interval(2, TimeUnit.MILLISECONDS, scheduler)
        .take(5)
        .map { host.isHostThread }
        .concatWith(
          Observable.fromCallable { true }
            .subscribeOn(Schedulers.computation())
            .observeOn(scheduler)
            .map { host.isHostThread }
        )
        .toList()
        .toCompletionStage()
        .toCompletableFuture()
    assertEquals(List(6) { true }, onHost.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
  }

  @Test
  fun allThreeShareOneThreadAndOneOrder() {
    val order = mutableListOf<String>()
    val done = loop.future {
      order += "coroutine"
      LoopExecutor.of(loop).runAsync { order += "future" }
      Observable.just("rx").observeOn(LoopSchedulers.from(loop)).subscribe(order::add)
      yield()
      order += "after"
    }
    done.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
    assertTrue(order == listOf("coroutine", "future", "rx", "after"), order::toString)
  }

  private companion object {
    const val PATIENCE_SECONDS = 60L
  }
}
