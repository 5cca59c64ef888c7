package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs suites inside of tests, to see what they say. */
final class Suites {
  private Suites() {}

  /** The names of those tests of a suite that are chosen and fail. */
  static Set<String> failuresOf(Class<?> suite, Predicate<String> chosen) {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(suite))
            .filters(
                (PostDiscoveryFilter)
                    test ->
                        FilterResult.includedIf(
                            test.isContainer()
                                || chosen.test(nameOf(test.getSource().orElseThrow()))))
            .execute()
            .testEvents();
    assertTrue(tests.started().count() > 0, "chose no test");
    return tests.failed().stream()
        .map(event -> nameOf(event.getTestDescriptor().getSource().orElseThrow()))
        .collect(Collectors.toSet());
  }

  private static String nameOf(TestSource test) {
    return ((MethodSource) test).getMethodName();
  }
}
