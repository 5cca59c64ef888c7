package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockTest {
  @Test
  void aVirtualClockMovesOnlyForwardAndOnlyWhenTold() {
    VirtualClock clock = new VirtualClock(100, Instant.EPOCH);
    assertEquals(100, clock.nanoTime());
    clock.advanceBy(Duration.ofNanos(5));
    assertEquals(105, clock.nanoTime());
    assertEquals(Instant.ofEpochSecond(0, 5), clock.instant());
    assertThrows(IllegalArgumentException.class, () -> clock.advanceBy(Duration.ofNanos(-1)));
    assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(104));
    assertEquals(105, clock.nanoTime());
  }

  @Test
  void noSleepBringsAboutADeadlineOfAVirtualClock() {
    VirtualClock clock = new VirtualClock();
    assertEquals(LoopClock.NEVER, clock.realNanosUntil(1));
    assertTrue(clock.realNanosUntil(0) <= 0);
  }

  @Test
  void aVirtualClockMayWrap() {
    VirtualClock clock = new VirtualClock(Long.MAX_VALUE - 1, Instant.EPOCH);
    clock.advanceBy(Duration.ofNanos(3));
    assertEquals(Long.MIN_VALUE + 1, clock.nanoTime());
    assertEquals(Instant.ofEpochSecond(0, 3), clock.instant());
  }

  @Test
  void aScaledClockRunsAtItsRate() {
    VirtualClock base = new VirtualClock(1000, Instant.EPOCH);
    LoopClock twice = LoopClock.scaled(base, 2);
    LoopClock half = LoopClock.scaled(base, 0.5);
    base.advanceBy(Duration.ofNanos(100));
    assertEquals(1200, twice.nanoTime());
    assertEquals(1050, half.nanoTime());
    assertThrows(IllegalArgumentException.class, () -> LoopClock.scaled(base, 0));
    assertThrows(IllegalArgumentException.class, () -> LoopClock.scaled(base, -1));
    assertThrows(IllegalArgumentException.class, () -> LoopClock.scaled(base, Double.NaN));
  }

  @Test
  void sleepingAsLongAsAScaledClockSaysIsNeverTooShort() {
    CountingClock system = new CountingClock();
    for (double rate : new double[] {0.3, 1, 3, 1000}) {
      LoopClock scaled = LoopClock.scaled(system, rate);
      long deadline = scaled.nanoTime() + 10_000_000;
      long real = scaled.realNanosUntil(deadline);
      assertTrue(real * rate + 1_000_000 >= 0);
      assertTrue(real <= 10_000_000 / rate + 2, () -> real + " at a rate of " + rate);
    }
  }

  @Test
  void aLoopByAScaledClockRunsItsTimersInScaledTime() {
    LoopClock fast = LoopClock.scaled(LoopClock.system(), 1000);
    ManualLoop loop = Loops.builder().clock(fast).manual();
    long deadline = loop.deadlineAfter(Duration.ofSeconds(5).toNanos());
    loop.scheduleAt(deadline, () -> assertTrue(fast.nanoTime() - deadline >= 0));
    assertEquals(1, loop.run());
  }
}
