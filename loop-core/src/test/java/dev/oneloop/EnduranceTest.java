package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The long runs, made short. What to type for the long ones is in docs/verification.md. */
class EnduranceTest {
  @Test
  void aParkingLoopLosesNoTaskAndRunsNoneTwice() throws Exception {
    LoopMetrics metrics = new Soak(Loops.start("soak"), 100_000).run();
    assertEquals(300_001, metrics.tasksRun());
  }

  @Test
  void aSelectingLoopLosesNoTaskAndRunsNoneTwice() throws Exception {
    LoopMetrics metrics = new Soak(Loops.selecting("soak"), 50_000).run();
    assertEquals(150_001, metrics.tasksRun());
  }

  @Test
  void aStrandOnAPoolLosesNoTaskAndRunsNoneTwice() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    LoopMetrics metrics = new Soak(Loops.on(pool), 50_000).run();
    pool.shutdown();
    assertEquals(150_001, metrics.tasksRun());
  }

  @Test
  void neitherTasksNorCancelledTimersStayBehind() throws Exception {
    new Leak(1_000_000, 200_000).run();
  }
}
