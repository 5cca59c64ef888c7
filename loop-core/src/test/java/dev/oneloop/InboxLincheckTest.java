package dev.oneloop;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The inbox with producers, one consumer and a close: linearizable. What this hunts: a task that
 * was accepted and is taken never, twice or out of order, above all around the close.
 */
public class InboxLincheckTest {
  private final Inbox inbox = new Inbox();

  @Operation
  public boolean push(@Param(gen = IntGen.class, conf = "1:3") int number) {
    return inbox.push(new Numbered(number));
  }

  @Operation(runOnce = true)
  public void close() {
    inbox.close();
  }

  @Operation
  public boolean isClosed() {
    return inbox.isClosed();
  }

  @Operation(nonParallelGroup = "consumer")
  public List<Integer> takeAll() {
    List<Integer> numbers = new ArrayList<>();
    for (LoopTask task = inbox.takeAll(); task != null; task = (LoopTask) task.link) {
      numbers.add(((Numbered) task).number);
    }
    return numbers;
  }

  @Operation(nonParallelGroup = "consumer")
  public boolean isEmpty() {
    return inbox.isEmpty();
  }

  @Test
  void holdsInEveryInterleavingThatTheModelTries() {
    new ModelCheckingOptions()
        .iterations(LincheckScale.ITERATIONS)
        .invocationsPerIteration(LincheckScale.INVOCATIONS)
        .threads(3)
        .actorsPerThread(2)
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

  private static final class Numbered extends LoopTask {
    final int number;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    public void run() {}
  }
}
