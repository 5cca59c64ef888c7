package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopFailure;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.cf.LoopExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of other kinds have a loop, too. */
@ExtendWith(LoopExtension.class)
class LoopExtensionTest {
  private @Nullable SimulatedLoop prepared;

  @BeforeEach
  void prepare(SimulatedLoop loop) {
    assertEquals(0, loop.clock().nanoTime());
    prepared = loop;
  }

  @AfterEach
  void finish(SimulatedLoop loop) {
    assertSame(prepared, loop);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aParameterisedTestHasALoopForEachInvocation(
      int seconds, SimulatedLoop loop, LoopExecutor executor) throws Exception {
    assertSame(prepared, loop);
    loop.runUntilComplete(executor.delay(Duration.ofSeconds(seconds)));
    assertEquals(Duration.ofSeconds(seconds).toNanos(), loop.clock().nanoTime());
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
  void aThreadOfTheTestsOwnIsTheLoops(SimulatedLoop loop) {
    loop.execute(() -> {});
    assertEquals(1, loop.runUntilIdle());
  }

  @LoopTest(seeds = 1)
  void aLoopTestIsLeftAlone(SimulatedLoop loop) {
    assertSame(prepared, loop);
  }

  @ExtendWith(LoopExtension.class)
  static class Faulty {
    @Test
    void leavesATimer(SimulatedLoop loop) {
      loop.schedule(() -> {}, Duration.ofSeconds(1));
    }

    @AfterEach
    void finish(SimulatedLoop loop, TestInfo test) {
      if (test.getDisplayName().startsWith("endsBadly")) {
        loop.report(LoopFailure.of("What a task says", new IllegalStateException("of a task")));
        throw new IllegalArgumentException("in the end");
      }
    }

    @Test
    void endsBadly() {}

    @Test
    void waitsForEver(SimulatedLoop loop, LoopExecutor executor) throws Exception {
      loop.runUntilComplete(executor.incompleteFuture());
    }
  }

  @Test
  void theChecksAreThose() {
    assertFails("leavesATimer", "1 timer is still set");
    assertFails("waitsForEver", "Nothing is runnable");
    assertFails("endsBadly", "Reported to the loop meanwhile");
  }

  private static void assertFails(String method, String word) {
    TestResults results = TestResults.of(Faulty.class, method);
    assertEquals(List.of(method), results.failedMethods());
    String message = String.valueOf(results.failure().getMessage());
    assertTrue(message.contains(word), message);
  }
}
