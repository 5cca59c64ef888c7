package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What became of tests that were run inside of a test. */
final class TestResults {
  private final EngineExecutionResults results;

  private TestResults(DiscoverySelector selector, Predicate<String> chosen) {
    results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selector)
            .filters(
                (PostDiscoveryFilter)
                    test ->
                        FilterResult.includedIf(
                            test.getSource().map(source -> isChosen(source, chosen)).orElse(true)))
            .execute();
    assertTrue(results.testEvents().started().count() > 0, "ran no test");
  }

  /** Runs one method of a class, which may be a template. */
  static TestResults of(Class<?> tests, String method) {
    Class<?>[] parameters =
        Stream.of(tests.getDeclaredMethods())
            .filter(candidate -> candidate.getName().equals(method))
            .findFirst()
            .orElseThrow()
            .getParameterTypes();
    return new TestResults(selectMethod(tests, method, parameters), any -> true);
  }

  /** Runs those tests of a class that are chosen by name. */
  static TestResults of(Class<?> tests, Predicate<String> chosen) {
    return new TestResults(selectClass(tests), chosen);
  }

  private static boolean isChosen(TestSource source, Predicate<String> chosen) {
    return !(source instanceof MethodSource method) || chosen.test(method.getMethodName());
  }

  private Stream<Event> finished() {
    return results.testEvents().finished().stream();
  }

  /** The display names of all, in order. */
  List<String> names() {
    return finished().map(event -> event.getTestDescriptor().getDisplayName()).toList();
  }

  /** The names of those that failed, as methods. */
  List<String> failedMethods() {
    return finished()
        .filter(event -> outcome(event).getStatus() == Status.FAILED)
        .map(event -> event.getTestDescriptor().getSource().orElseThrow())
        .map(source -> ((MethodSource) source).getMethodName())
        .toList();
  }

  /** What the tests with one outcome threw, in order. */
  List<Throwable> thrown(Status status) {
    return finished()
        .map(TestResults::outcome)
        .filter(outcome -> outcome.getStatus() == status)
        .flatMap(outcome -> outcome.getThrowable().stream())
        .toList();
  }

  /** The one failure there is. */
  Throwable failure() {
    List<Throwable> failures = thrown(Status.FAILED);
    assertTrue(failures.size() == 1, () -> "not one failure: " + failures);
    return failures.get(0);
  }

  /** What was reported besides. */
  List<String> reports() {
    return results.allEvents().reportingEntryPublished().stream()
        .flatMap(event -> event.getPayload(ReportEntry.class).stream())
        .flatMap(entry -> entry.getKeyValuePairs().values().stream())
        .toList();
  }

  private static TestExecutionResult outcome(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class);
  }
}
