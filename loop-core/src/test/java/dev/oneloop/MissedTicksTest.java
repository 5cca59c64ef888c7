package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MissedTicksTest {
  private static final long[] STARTS = {0, Long.MAX_VALUE - 5, Long.MAX_VALUE, -1};

  /** When the next tick is due after one that was due at 0 and begins late, at a period of 10. */
  private static void assertNextTick(MissedTicks policy, long expected, long late) {
    // The scale of the clock may begin anywhere, and wraps around.
    for (long start : STARTS) {
      LoopClock clock = new VirtualClock(start + late, Instant.EPOCH);
      assertEquals(expected, policy.nextTick(start, 10, clock) - start, () -> policy + " " + late);
    }
  }

  @Test
  void aTickThatIsLessThanAPeriodLateIsFollowedByTheNextOne() {
    for (MissedTicks policy : MissedTicks.values()) {
      assertNextTick(policy, 10, -1);
      assertNextTick(policy, 10, 0);
      assertNextTick(policy, 10, 9);
    }
  }

  @Test
  void catchingUpLeavesNoTickOut() {
    assertNextTick(MissedTicks.CATCH_UP, 10, 10);
    assertNextTick(MissedTicks.CATCH_UP, 10, 35);
  }

  @Test
  void skippingGoesOnWithTheFirstTickInTheFuture() {
    assertNextTick(MissedTicks.SKIP, 20, 10);
    assertNextTick(MissedTicks.SKIP, 20, 11);
    assertNextTick(MissedTicks.SKIP, 20, 19);
    assertNextTick(MissedTicks.SKIP, 30, 20);
    assertNextTick(MissedTicks.SKIP, 1_000_010, 1_000_000);
  }

  @Test
  void delayingMovesTheSchedule() {
    assertNextTick(MissedTicks.DELAY, 20, 10);
    assertNextTick(MissedTicks.DELAY, 21, 11);
    assertNextTick(MissedTicks.DELAY, 45, 35);
  }

  @Test
  void theLongestPeriodLiesInTheFuture() {
    LoopClock clock = new VirtualClock(7, Instant.EPOCH);
    for (MissedTicks policy : MissedTicks.values()) {
      assertEquals(Long.MAX_VALUE >> 1, policy.nextTick(0, Long.MAX_VALUE, clock), policy::name);
    }
  }
}
