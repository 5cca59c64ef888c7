package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What futures cost in memory, on the loop, where nothing else is allocated. */
@SuppressWarnings("FutureReturnValueIgnored")
class AllocationTest {
  private static final int FUTURES = 1_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ManualLoop loop = Loops.builder().debug(false).manual();
  private final LoopExecutor executor = LoopExecutor.of(loop);

  @Test
  void aSourceAndItsStageTake96Bytes() {
    assertBytesPerFuture(
        96,
        () -> {
          LoopFuture<Integer> source = executor.incompleteFuture();
          source.thenApply(n -> n);
          source.complete(1);
        });
  }

  @Test
  void aTimeoutThatDoesNotFireTakes40BytesBesidesItsFuture() {
    assertBytesPerFuture(
        32 + 40,
        () -> {
          LoopFuture<Integer> future = executor.incompleteFuture();
          future.orTimeout(1, TimeUnit.MINUTES);
          future.complete(1);
        });
  }

  @Test
  void aSuppliedFutureTakes40Bytes() {
    assertBytesPerFuture(40, () -> executor.supplyAsync(() -> 1));
  }

  /**
   * The smallest of many rounds counts: others include what the compiler, the growth of the loop's
   * queues and class loading allocate.
   */
  private void assertBytesPerFuture(int expected, Runnable future) {
    long[] smallest = {Long.MAX_VALUE};
    for (int round = 0; round < 200; round++) {
      loop.execute(() -> {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < FUTURES; i++) {
          future.run();
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        smallest[0] = Math.min(smallest[0], allocated);
      });
      loop.runUntilIdle();
    }
    // What the registration of pending futures takes now and then is less than a byte for each.
    long bytes = smallest[0] / FUTURES;
    assertTrue(bytes <= expected, () -> bytes + " bytes");
  }
}
