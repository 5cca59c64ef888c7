package dev.oneloop.kotlin

import dev.oneloop.Loops
import dev.oneloop.MissedTicks
import dev.oneloop.VirtualClock
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class TimeTest {
  private val loop = Loops.simulated()

  @AfterEach fun close() = loop.close()

  private fun now() = loop.clock().nanoTime()

  @Test
  fun `a delay counts nanoseconds`() {
    loop.runUntilComplete {
      loop.delay(1.nanoseconds)
      assertEquals(1, now())
      loop.delay(1_500_001.nanoseconds)
      assertEquals(1_500_002, now())
      loop.delay(Duration.ZERO)
      loop.delay((-1).seconds)
      assertEquals(1_500_002, now())
    }
  }

  @Test
  fun `a delay of infinite length is for ever`() {
    loop.runUntilComplete {
      val jobs =
        listOf(Duration.INFINITE, (200 * 365).days).map {
          launch(start = CoroutineStart.UNDISPATCHED) { loop.delay(it) }
        }
      assertEquals(0, loop.metrics().timers())
      jobs.forEach { it.cancel() }
    }
  }

  @Test
  fun `a delay serves coroutines of other dispatchers`() {
    Loops.start("time").use { own ->
      runBlocking(Dispatchers.Default) {
        val before = own.clock().nanoTime()
        own.delay(1.milliseconds)
        assertTrue(own.clock().nanoTime() - before >= 1_000_000)
        assertFalse(own.inEventLoop())
      }
    }
  }

  @Test
  fun `delayUntil waits for a moment of the loop's clock`() {
    loop.runUntilComplete {
      loop.delayUntil(123)
      assertEquals(123, now())
      loop.delayUntil(100)
      assertEquals(123, now())
    }
  }

  @Test
  fun `the time source goes by the loop's clock`() {
    loop.runUntilComplete {
      assertSame(loop.timeSource, loop.timeSource)
      assertEquals(42.seconds, loop.timeSource.measureTime { loop.delay(42.seconds) })
      val mark = loop.timeSource.markNow()
      loop.delay(1.seconds)
      assertEquals(1.seconds, loop.timeSource.markNow() - mark)
    }
  }

  @Test
  fun `deadlines survive a clock that wraps around`() {
    Loops.builder().clock(VirtualClock(Long.MAX_VALUE - 5, Instant.EPOCH)).simulated().use {
      wrapping ->
      wrapping.runUntilComplete {
        wrapping.delay(10.nanoseconds)
        assertEquals(Long.MIN_VALUE + 4, wrapping.clock().nanoTime())
        kotlinx.coroutines.delay(1)
        wrapping.ticks(1.seconds).take(3).toList()
      }
    }
  }

  @Test
  fun `ticks keep their rate, whatever the collector takes of each period`() {
    val times = ArrayList<Pair<Long, Long>>()
    loop.runUntilComplete {
      loop.ticks(10.nanoseconds).take(4).collect {
        times += it to now()
        loop.delay(7.nanoseconds)
      }
    }
    assertEquals(listOf(0L to 10L, 1L to 20L, 2L to 30L, 3L to 40L), times)
  }

  private fun ticksOfLateCollector(missed: MissedTicks): List<Pair<Long, Long>> {
    val times = ArrayList<Pair<Long, Long>>()
    loop.runUntilComplete {
      loop.ticks(10.nanoseconds, missed).take(5).collect {
        times += it to now()
        if (it == 0L) loop.delay(25.nanoseconds)
      }
    }
    return times
  }

  @Test
  fun `a late collector skips ticks and sees it by their numbers`() {
    val expected = listOf(0L to 10L, 2L to 35L, 3L to 40L, 4L to 50L, 5L to 60L)
    assertEquals(expected, ticksOfLateCollector(MissedTicks.SKIP))
  }

  @Test
  fun `a late collector catches up`() {
    val expected = listOf(0L to 10L, 1L to 35L, 2L to 35L, 3L to 40L, 4L to 50L)
    assertEquals(expected, ticksOfLateCollector(MissedTicks.CATCH_UP))
  }

  @Test
  fun `a late collector delays what follows`() {
    val expected = listOf(0L to 10L, 1L to 35L, 2L to 45L, 3L to 55L, 4L to 65L)
    assertEquals(expected, ticksOfLateCollector(MissedTicks.DELAY))
  }

  @Test
  fun `a tick that is skipped to stands for all that are due`() {
    val times = ArrayList<Pair<Long, Long>>()
    loop.runUntilComplete {
      loop.ticks(10.nanoseconds).take(3).collect {
        times += it to now()
        if (it == 0L) loop.delay(30.nanoseconds)
      }
    }
    assertEquals(listOf(0L to 10L, 3L to 40L, 4L to 50L), times)
  }

  @Test
  fun `ticks need a period`() {
    assertThrows(IllegalArgumentException::class.java) { loop.ticks(Duration.ZERO) }
    assertThrows(IllegalArgumentException::class.java) { loop.ticks((-1).seconds) }
  }
}
