package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** What submissions allocate, by the JVM's own count for this thread. */
class AllocationTest {
  /** Not more at once than what the queues have room for without growing. */
  private static final int COUNT = 1000;

  private static final int ROUNDS = 50;

  private final ManualLoop loop = Loops.builder().debug(false).manual();
  private final Nothing[] tasks = new Nothing[COUNT];

  AllocationTest() {
    for (int i = 0; i < COUNT; i++) {
      tasks[i] = new Nothing();
    }
  }

  @Test
  void aLoopTaskFromInsideCostsNothing() {
    assertBytesPerCall(0, () -> repeat(i -> loop.execute(tasks[i])));
  }

  @Test
  void aForeignRunnableFromInsideCostsNothing() {
    Runnable foreign = () -> {};
    assertBytesPerCall(0, () -> repeat(i -> loop.execute(foreign)));
  }

  @Test
  void aLoopTimerFromInsideCostsNothing() {
    assertBytesPerCall(0, () -> repeat(i -> loop.scheduleAt(0, tasks[i])));
  }

  @Test
  void aForeignTimerFromInsideCostsAtMostFortyBytes() {
    long due = loop.clock().nanoTime();
    Runnable foreign = () -> {};
    assertBytesPerCall(40, () -> repeat(i -> loop.scheduleAt(due, foreign)));
  }

  @Test
  void aLoopTaskFromOutsideCostsNothing() {
    assertBytesPerCall(0, this::measureOutside, () -> repeat(i -> loop.execute(tasks[i])));
  }

  private static void repeat(IntConsumer body) {
    for (int i = 0; i < COUNT; i++) {
      body.accept(i);
    }
  }

  private void assertBytesPerCall(int limit, Runnable body) {
    assertBytesPerCall(limit, this::measureInside, body);
  }

  private static void assertBytesPerCall(
      int limit, ToLongFunction<Runnable> measurement, Runnable body) {
    // Less what the measurement itself costs.
    long bytes = measurement.applyAsLong(body) - measurement.applyAsLong(() -> repeat(i -> {}));
    // The lambda that makes the calls is an object, too.
    assertTrue(bytes <= (long) limit * COUNT + 64, () -> bytes + " bytes for " + COUNT + " calls");
  }

  /** The best of many rounds: arrays grow, and code is compiled, in the first ones. */
  private long measureInside(Runnable body) {
    long[] best = {Long.MAX_VALUE};
    for (int round = 0; round < ROUNDS; round++) {
      loop.execute(() -> {
        long before = allocated();
        body.run();
        best[0] = Math.min(best[0], allocated() - before);
      });
      loop.runUntilIdle();
    }
    return best[0];
  }

  private long measureOutside(Runnable body) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = allocated();
      body.run();
      best = Math.min(best, allocated() - before);
      loop.runUntilIdle();
    }
    return best;
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static final class Nothing extends LoopTimer {
    @Override
    public void run() {}
  }
}
