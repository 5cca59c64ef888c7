package dev.oneloop;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The state of a task: submitted, started and cancelled from several threads, it is linearizable.
 * What this hunts: a start and a cancel that both succeed, or that both fail.
 */
public class TimerHandleLincheckTest {
  private final LoopTimer timer =
      new LoopTimer() {
        @Override
        public void run() {}
      };

  /** What a loop does with a submission; refused with an exception unless the task is idle. */
  @Operation
  public void submit() {
    timer.accept();
  }

  /** What a loop does to start a task. A submission that it refused never gets that far. */
  @Operation
  public boolean claim() {
    return timer.claim();
  }

  @Operation
  public boolean cancel() {
    return timer.cancel();
  }

  @Operation
  public boolean isCancelled() {
    return timer.isCancelled();
  }

  @Operation
  public boolean isPending() {
    return timer.isPending();
  }

  @Test
  void holdsInEveryInterleavingThatTheModelTries() {
    new ModelCheckingOptions()
        .iterations(LincheckScale.ITERATIONS)
        .invocationsPerIteration(LincheckScale.INVOCATIONS)
        .threads(2)
        .actorsPerThread(3)
        .check(getClass());
  }

  @Test
  void holdsUnderStress() {
    new StressOptions()
        .iterations(LincheckScale.ITERATIONS)
        .invocationsPerIteration(LincheckScale.INVOCATIONS)
        .threads(3)
        .actorsPerThread(3)
        .check(getClass());
  }
}
