package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Scheduler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a submission costs in memory, on the loop, where nothing else is allocated. */
class AllocationTest extends RxTestBase {
  private static final int TASKS = 1_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final SimulatedLoop loop = Loops.simulated();
  private final Scheduler.Worker worker = LoopSchedulers.from(loop).createWorker();
  private final Runnable nothing = AllocationTest::doNothing;

  private static void doNothing() {}

  @Test
  void aTaskTakes32Bytes() {
    assertBytesPerTask(
        32,
        () -> {
          for (int i = 0; i < TASKS; i++) {
            worker.schedule(nothing);
          }
          loop.runUntilIdle();
        });
  }

  @Test
  void aTaskOfATaskTakes24Bytes() {
    assertBytesPerTask(
        24,
        () ->
            loop.execute(() -> {
              for (int i = 0; i < TASKS; i++) {
                worker.schedule(nothing);
              }
            }));
  }

  @Test
  void aTimerThatIsDisposedTakes40Bytes() {
    assertBytesPerTask(
        40,
        () ->
            loop.execute(() -> {
              for (int i = 0; i < TASKS; i++) {
                worker.schedule(nothing, 1, TimeUnit.HOURS).dispose();
              }
            }));
  }

  @Test
  void aTimerThatFiresTakes40Bytes() {
    assertBytesPerTask(
        40,
        () -> {
          for (int i = 0; i < TASKS; i++) {
            worker.schedule(nothing, 1, TimeUnit.MICROSECONDS);
          }
          loop.advanceBy(Duration.ofNanos(1_000));
        });
  }

  @Test
  void aTickTakesNothing() {
    worker.schedulePeriodically(nothing, 1, 1, TimeUnit.MICROSECONDS);
    worker.schedulePeriodically(nothing, 1, 1, TimeUnit.MICROSECONDS);
    assertBytesPerTask(0, () -> loop.advanceBy(Duration.ofNanos(1_000L * TASKS / 2)));
  }

  /**
   * The smallest of many rounds counts: others include what the compiler, the growth of the loop's
   * queues and class loading allocate.
   */
  private void assertBytesPerTask(int expected, Runnable round) {
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < 200; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      round.run();
      loop.runUntilIdle();
      smallest = Math.min(smallest, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    // What a drive method and its arguments take, divided by so many tasks, is less than a byte.
    long perTask = smallest / TASKS;
    long bytes = smallest;
    assertTrue(perTask <= expected, () -> bytes + " bytes for " + TASKS + " tasks");
  }
}
