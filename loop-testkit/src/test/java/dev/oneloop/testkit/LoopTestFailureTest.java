package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oneloop.SimulatedLoop;
import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.cf.LoopFuture;
import dev.oneloop.simulation.ForeignThreads;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.opentest4j.AssertionFailedError;

/** What tests with {@link LoopTest} say when they fail. */
@SuppressWarnings("FutureReturnValueIgnored")
class LoopTestFailureTest {

  static class Seeds {
    @LoopTest(seeds = 3)
    void nothingToChoose(SimulatedLoop loop) {
      loop.execute(Seeds::nothing);
      loop.runUntilIdle();
    }

    private static void nothing() {}

    @LoopTest(seeds = 3)
    @Seed({7, 5})
    void pinned(SimulatedLoop loop) {
      loop.outside().execute(Seeds::nothing);
      loop.runUntilQuiescent();
    }

    @LoopTest(chaos = true)
    @Replay({0, 2})
    void replayed(SimulatedLoop loop) {
      assertTrue(loop.simulation().toString().startsWith("Simulation.replay(Mode.CHAOS, 0, 2)"));
    }

    @LoopTest(seeds = 200)
    void tooLate(SimulatedLoop loop) {
      boolean[] closed = {false};
      boolean[] late = {false};
      for (int i = 0; i < 5; i++) {
        loop.outside().execute(() -> late[0] |= closed[0]);
      }
      loop.schedule(() -> closed[0] = true, Duration.ofMillis(10));
      loop.runUntilQuiescent();
      assertEquals(false, late[0], "came too late");
    }

    @LoopTest(seeds = 200)
    void wrongInAnyOrder(SimulatedLoop loop) {
      assertEquals(1, 2);
    }
  }

  @Test
  void seedsFollowTheRunInOrderAndAWarningSaysThatTheyMadeNoDifference() {
    TestResults results = TestResults.of(Seeds.class, "nothingToChoose");
    assertEquals(List.of("[FIFO]", "[seed 1]", "[seed 2]", "[seed 3]"), results.names());
    assertEquals(List.of(), results.failedMethods());
    assertEquals(1, results.reports().size());
    assertSays(results.reports().get(0), "never interleaved", "3 runs");
  }

  @Test
  void seedsCanBePinned() {
    TestResults results = TestResults.of(Seeds.class, "pinned");
    assertEquals(List.of("[seed 7]", "[seed 5]"), results.names());
    assertEquals(List.of(), results.failedMethods());
    assertEquals(List.of(), results.reports());
  }

  @Test
  void aScheduleCanBePinned() {
    TestResults results = TestResults.of(Seeds.class, "replayed");
    assertEquals(List.of("[replay]"), results.names());
    assertEquals(List.of(), results.failedMethods());
  }

  @Test
  void theSeedThatFailsIsTheLastAndIsFollowedByTheSmallestScheduleThatFails() {
    TestResults results = TestResults.of(Seeds.class, "tooLate");
    List<Throwable> failures = results.thrown(Status.FAILED);
    assertEquals(2, failures.size());

    AssertionFailedError first = assertInstanceOf(AssertionFailedError.class, failures.get(0));
    String seed = group("@Seed[(](\\d+)[)]", first);
    assertSays(first, "came too late", "Failed with seed " + seed + ".");
    assertTrue(results.names().contains("[seed " + seed + "]"));
    assertFalse(results.names().contains("[seed " + (Long.parseLong(seed) + 1) + "]"));
    assertEquals(false, first.getExpected().getValue());
    assertEquals(true, first.getActual().getValue());

    Throwable smallest = failures.get(1);
    String decisions = group("@Replay[(][{]([\\d, ]+)[}][)]", smallest);
    assertEquals(1, Stream.of(decisions.split(", ")).filter(d -> !d.equals("0")).count());
    assertSays(smallest, "came too late", "Compared with the run in order: The runs part at");
    assertTrue(results.names().get(results.names().size() - 1).startsWith("[smallest: 1 of "));
  }

  @Test
  void whatFailsInOrderIsNotTriedInOthers() {
    TestResults results = TestResults.of(Seeds.class, "wrongInAnyOrder");
    assertEquals(List.of("[FIFO]"), results.names());
    assertEquals("expected: <1> but was: <2>", results.failure().getMessage());
  }

  static class BeforeEachFails {
    @BeforeEach
    void prepare(SimulatedLoop loop) {
      if (!loop.simulation().toString().contains("FIFO")
          && !loop.simulation().toString().contains("fifo")) {
        throw new IllegalStateException("not prepared");
      }
    }

    @LoopTest(seeds = 5)
    void any() {}
  }

  @Test
  void aFailureOfALifecycleMethodNamesTheSeedToo() {
    TestResults results = TestResults.of(BeforeEachFails.class, "any");
    assertEquals(List.of("[FIFO]", "[seed 1]"), results.names());
    assertSays(results.failure(), "IllegalStateException: not prepared", "@Seed(1)");
  }

  static class Waits {
    @LoopTest
    void forNothing(SimulatedLoop loop, LoopExecutor executor) throws Exception {
      loop.schedule(Seeds::nothing, Duration.ofSeconds(1));
      loop.runUntilComplete(executor.incompleteFuture());
    }

    @LoopTest
    void afterAFailure(SimulatedLoop loop, LoopExecutor executor) throws Exception {
      LoopFuture<String> answer = executor.incompleteFuture();
      loop.execute(() -> {
        throw new UnsupportedOperationException("cannot answer");
      });
      loop.runUntilComplete(answer);
    }

    @LoopTest
    void onAnAssumption() {
      assumeTrue(false, "not here");
    }
  }

  @Test
  void aTestThatWouldWaitForEverFailsAtOnce() {
    assertSays(
        TestResults.of(Waits.class, "forNothing").failure(),
        "Nothing is runnable, and nothing will be, at 1000 ms");
  }

  @Test
  void aTestThatWaitsInVainTellsWhatWentWrongBefore() {
    Throwable failure = TestResults.of(Waits.class, "afterAFailure").failure();
    assertSays(failure, "Nothing is runnable", "Reported to the loop meanwhile", "cannot answer");
    assertEquals("cannot answer", failure.getSuppressed()[0].getMessage());
  }

  @Test
  void anAssumptionThatDoesNotHoldAbortsTheTest() {
    assertEquals(1, TestResults.of(Waits.class, "onAnAssumption").thrown(Status.ABORTED).size());
  }

  static class LeftBehind {
    @LoopTest
    void aTask(SimulatedLoop loop) {
      loop.execute(Seeds::nothing);
    }

    @LoopTest
    void aTimer(SimulatedLoop loop) {
      loop.schedule(Seeds::nothing, Duration.ofSeconds(3));
    }

    @LoopTest
    void theFailureOfATask(SimulatedLoop loop) {
      loop.execute(() -> {
        throw new UnsupportedOperationException("of a task");
      });
      loop.runUntilIdle();
    }

    @LoopTest
    void theFailureOfAFuture(LoopExecutor executor) {
      executor.failedFuture(new UnsupportedOperationException("of a future"));
    }

    @LoopTest
    void theFailureOfAStream(SimulatedLoop loop) {
      Disposable unused =
          Observable.timer(1, TimeUnit.HOURS)
              .subscribe(tick -> {
                throw new UnsupportedOperationException("of a stream");
              });
      loop.runUntilQuiescent();
    }

    @LoopTest(allow = {Leftover.TASKS, Leftover.TIMERS, Leftover.FAILURES})
    void allOfThat(SimulatedLoop loop, LoopExecutor executor) {
      theFailureOfATask(loop);
      theFailureOfAFuture(executor);
      aTask(loop);
      aTimer(loop);
    }
  }

  @Test
  void whatIsLeftBehindFailsTheTest() {
    assertLeftBehind("aTask", "Tasks that have not run:\n  - LoopTestFailureTest");
    assertLeftBehind("aTimer", "1 timer is still set", "due at 3000 ms");
    assertLeftBehind("theFailureOfATask", "Failures that nobody handled", "of a task");
    assertLeftBehind("theFailureOfAFuture", "nobody looked at", "of a future");
    assertLeftBehind("theFailureOfAStream", "no observer", "of a stream");
  }

  private static void assertLeftBehind(String method, String... words) {
    Throwable failure = TestResults.of(LeftBehind.class, method).failure();
    assertSays(failure, "it has left something behind");
    assertSays(failure, words);
    // Nothing but that: a title, an empty line, a heading and one item.
    assertEquals(4, String.valueOf(failure.getMessage()).lines().count(), failure::toString);
  }

  @Test
  void whatIsAllowedMayBeLeftBehind() {
    assertEquals(List.of(), TestResults.of(LeftBehind.class, "allOfThat").failedMethods());
  }

  static class OtherThreads {
    @LoopTest
    void areRefused(SimulatedLoop loop, LoopExecutor executor) throws Exception {
      loop.runUntilComplete(answer(loop, executor));
    }

    @LoopTest(foreignThreads = ForeignThreads.AT_QUIESCENCE)
    void areAwaited(SimulatedLoop loop, LoopExecutor executor) throws Exception {
      assertEquals("answer", loop.runUntilComplete(answer(loop, executor)));
    }

    private static LoopFuture<String> answer(SimulatedLoop loop, LoopExecutor executor) {
      LoopFuture<String> answer = executor.incompleteFuture();
      Thread other = new Thread(() -> answer.complete("answer"), "ForkJoinPool-a");
      loop.execute(() -> {
        other.start();
        // So that it has been refused, or held back, before the loop has nothing to do.
        assertDoesNotThrow(() -> other.join());
      });
      return answer.thenApply(value -> value);
    }
  }

  @Test
  void otherThreadsFailTheTest() {
    assertSays(
        TestResults.of(OtherThreads.class, "areRefused").failure(),
        "Nothing is runnable",
        "A foreign thread submitted",
        "on ForkJoinPool-a: a stage that is async without an executor");
  }

  @Test
  void otherThreadsMayBeAwaited() {
    assertEquals(List.of(), TestResults.of(OtherThreads.class, "areAwaited").failedMethods());
  }

  /** Strict about something of its own, as Mockito is about stubs, once the test has ended. */
  static final class Strict implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
      if (!context.getDisplayName().equals("[FIFO]")) {
        throw new IllegalStateException("too lax");
      }
    }
  }

  @ExtendWith(Strict.class)
  static class UnderAnotherExtension {
    @LoopTest(seeds = 10)
    void deviates(SimulatedLoop loop) {
      for (int i = 0; i < 5; i++) {
        loop.outside().execute(Seeds::nothing);
      }
      loop.runUntilQuiescent();
    }
  }

  @Test
  void whatAnotherExtensionFindsIsToldOnce() {
    TestResults results = TestResults.of(UnderAnotherExtension.class, "deviates");
    assertEquals(List.of("[FIFO]", "[seed 1]"), results.names());
    assertEquals("too lax", results.failure().getMessage());
  }

  private static String group(String pattern, Throwable failure) {
    Matcher matcher = Pattern.compile(pattern).matcher(failure.getMessage());
    assertTrue(matcher.find(), failure::getMessage);
    return matcher.group(1);
  }

  private static void assertSays(Throwable failure, String... words) {
    assertNotNull(failure.getMessage());
    assertSays(failure.getMessage(), words);
  }

  private static void assertSays(String message, String... words) {
    for (String word : words) {
      assertTrue(message.contains(word), () -> "no '" + word + "' in: " + message);
    }
  }
}
