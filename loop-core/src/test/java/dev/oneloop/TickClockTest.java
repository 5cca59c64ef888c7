package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickClockTest {
  private final TickClock clock = new TickClock(Duration.ofMillis(20));

  @Test
  void ticksAdvanceItByItsStep() {
    clock.tick();
    clock.tick();

    assertEquals(40_000_000, clock.nanoTime());
    assertEquals(Instant.ofEpochMilli(40), clock.instant());
  }

  @Test
  void noSleepBringsAboutWhatTakesATick() {
    assertEquals(LoopClock.NEVER, clock.realNanosUntil(1));
    clock.tick();
    assertEquals(0, clock.realNanosUntil(1));
  }

  @Test
  void timersStartAtTheTickThatReachesThem() {
    List<Long> started = new ArrayList<>();
    ManualLoop loop = Loops.builder().clock(clock).manual();
    loop.schedule(() -> started.add(clock.nanoTime()), Duration.ofMillis(30));

    for (int frame = 0; frame < 3; frame++) {
      clock.tick();
      loop.poll();
    }

    assertEquals(List.of(40_000_000L), started);
  }

  @Test
  void stepThatGoesNowhereIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TickClock(Duration.ZERO));
  }
}
