package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that wait without rest, where only a clock that goes on can end the wait. */
class StandstillTest {
  /** Comes again and again until something has happened. */
  private static final class Busy extends LoopTask {
    private final SimulatedLoop loop;
    private final BooleanSupplier isOver;
    long turns;

    Busy(SimulatedLoop loop, BooleanSupplier isOver) {
      this.loop = loop;
      this.isOver = isOver;
      loop.execute(this);
    }

    @Override
    public void run() {
      turns++;
      if (!isOver.getAsBoolean()) {
        loop.execute(this);
      }
    }
  }

  /** A timer that says whether it has fired. */
  private static BooleanSupplier after(SimulatedLoop loop, Duration delay) {
    AtomicBoolean fired = new AtomicBoolean();
    loop.schedule(() -> fired.set(true), delay);
    return fired::get;
  }

  static Stream<Simulation> simulations() {
    return Stream.of(Simulation.fifo(), Simulation.replay(Mode.POSSIBLE));
  }

  @ParameterizedTest
  @MethodSource("simulations")
  void aBusyWaitForATimerEnds(Simulation simulation) {
    SimulatedLoop loop = Loops.builder().simulated(simulation);
    new Busy(loop, after(loop, Duration.ofHours(1)));
    loop.run();
    assertEquals(Duration.ofHours(1).toNanos(), loop.clock().nanoTime());
  }

  @Test
  void timeIsExactForThoseWhoHaveLessToDo() {
    SimulatedLoop loop = Loops.simulated();
    BooleanSupplier fired = after(loop, Duration.ofNanos(1));
    int[] left = {Standstill.TASKS - 1};
    Busy busy = new Busy(loop, () -> fired.getAsBoolean() || --left[0] == 0);
    loop.run();
    assertEquals(Standstill.TASKS - 1, busy.turns);
  }

  @Test
  void advancingReturnsWithWorkLeft() {
    SimulatedLoop loop = Loops.simulated();
    BooleanSupplier last = after(loop, Duration.ofMillis(2));
    Busy busy = new Busy(loop, () -> false);

    loop.advanceBy(Duration.ofMillis(2));
    assertTrue(last.getAsBoolean());
    assertEquals(2_000_000, loop.clock().nanoTime());

    long before = busy.turns;
    loop.poll();
    assertEquals(before + 1, busy.turns);
  }

  @Test
  void drivingForATimeEnds() {
    SimulatedLoop loop = Loops.simulated();
    new Busy(loop, () -> false);
    loop.runFor(Duration.ofSeconds(1));
    assertEquals(1_000_000_000, loop.clock().nanoTime());
  }
}
