package dev.oneloop.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickHostTest extends RealHostTest {
  private static final Duration BUDGET = Duration.ofMillis(3);
  private final TickHost ticks = new TickHost();
  private final FlaggedLoop game = new FlaggedLoop(this::frame);

  @Override
  LoopHost startHost() throws Exception {
    return startThread(() -> ticks, game::enter);
  }

  private void frame() {
    ticks.tick(BUDGET);
    Thread.onSpinWait();
  }

  @Override
  boolean stopHost() throws Exception {
    game.exit();
    joinThread();
    ticks.close();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    return new FlaggedLoop(this::frame);
  }

  @Test
  void aTickBeginsNothingOnceItsBudgetIsSpent() {
    TickHost slow = new TickHost();
    List<Integer> ran = new ArrayList<>();
    slow.execute(() -> {
      long end = System.nanoTime() + BUDGET.toNanos();
      while (System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
      ran.add(1);
    });
    slow.execute(() -> ran.add(2));
    slow.tick(BUDGET);
    assertEquals(List.of(1), ran);
    slow.tick(Duration.ofHours(1));
    assertEquals(List.of(1, 2), ran);
  }
}
