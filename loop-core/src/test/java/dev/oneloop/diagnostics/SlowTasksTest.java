package dev.oneloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopBuilder;
import dev.oneloop.LoopClock;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.TaskOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowTasksTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Real time, and how much of it this test pretends has passed besides. */
  private long pretended;

  private final List<SlowTask> reports = new ArrayList<>();
  private final LoopBuilder builder =
      Loops.builder()
          .name("watched")
          .listener(new SlowTasks(HOUR, HOUR, reports::add, () -> System.nanoTime() + pretended));

  private void passes(Duration time) {
    pretended += time.toNanos();
  }

  @Test
  void taskThatRunsTooLongIsReported() {
    ManualLoop loop = builder.manual();
    Runnable slow = () -> passes(HOUR);
    loop.execute(() -> {});
    loop.execute(slow);

    loop.poll();

    assertEquals(1, reports.size());
    SlowTask report = reports.get(0);
    assertSame(slow, report.task());
    assertSame(loop, report.loop());
    assertEquals(SlowTask.Kind.EXECUTION, report.kind());
    assertTrue(report.duration().compareTo(HOUR) >= 0);
    assertNull(report.origin());
    assertTrue(report.message().startsWith("watched was held up for 3600"), report.message());
  }

  @Test
  void taskThatThrowsIsReportedAsWell() {
    ManualLoop loop = builder.exceptionHandler((self, failure) -> {}).manual();
    loop.execute(() -> {
      passes(HOUR);
      throw new IllegalStateException();
    });

    loop.poll();

    assertEquals(1, reports.size());
  }

  @Test
  void taskThatWaitsTooLongIsReportedWithItsOriginInDebugMode() {
    ManualLoop loop = builder.debug(true).manual();
    loop.execute(() -> {});
    passes(HOUR);

    loop.poll();

    assertEquals(1, reports.size());
    assertEquals(SlowTask.Kind.DELIVERY, reports.get(0).kind());
    TaskOrigin origin = reports.get(0).origin();
    assertNotNull(origin);
    assertEquals(
        "taskThatWaitsTooLongIsReportedWithItsOriginInDebugMode",
        Arrays.stream(origin.getStackTrace())
            .filter(frame -> frame.getClassName().equals(SlowTasksTest.class.getName()))
            .findFirst()
            .map(StackTraceElement::getMethodName)
            .orElse("none"));
  }

  @Test
  void timerWaitsFromItsDeadlineOnAndNotFromItsSubmission() {
    ManualLoop loop = builder.debug(true).manual();
    long now = loop.clock().nanoTime();
    loop.scheduleAt(now + 1_000_000, () -> {});
    passes(HOUR.minusMinutes(1));

    loop.run();

    assertEquals(List.of(), reports);
  }

  @Test
  void slowTaskIsReportedUnderVirtualTime() {
    SimulatedLoop loop = builder.simulated();
    loop.schedule(() -> passes(HOUR), Duration.ofMillis(1));
    loop.schedule(() -> {}, HOUR.multipliedBy(1000));

    loop.run();

    assertEquals(1, reports.size());
    assertEquals(SlowTask.Kind.EXECUTION, reports.get(0).kind());
  }

  @Test
  void virtualTimeIsNoDelay() {
    SimulatedLoop loop = builder.debug(true).simulated();
    loop.schedule(() -> {}, HOUR.multipliedBy(1000));
    passes(HOUR.multipliedBy(2));

    loop.run();

    assertEquals(List.of(), reports);
    assertTrue(loop.clock().realNanosUntil(loop.clock().nanoTime() + 1) == LoopClock.NEVER);
  }

  @Test
  void timeInWhichOthersRunInsideIsNotTheTasksOwn() {
    ManualLoop loop = builder.manual();
    List<String> ran = new ArrayList<>();
    loop.execute(() -> {
      loop.execute(() -> ran.add("inner"));
      try {
        loop.runNested(() -> {
          passes(HOUR);
          return loop.poll();
        });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });

    loop.poll();

    assertEquals(List.of("inner"), ran);
    assertEquals(List.of(), reports);
  }
}
