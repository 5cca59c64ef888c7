package dev.oneloop.testkit;

import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** What makes {@link LoopTest} work. It comes with the annotation, and needs no registration. */
public final class LoopTestExtension implements TestTemplateInvocationContextProvider {
  /** For JUnit. */
  public LoopTestExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return settings(context).isPresent();
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    LoopRuns runs = new LoopRuns(settings(context).orElseThrow(), context);
    // Taken one by one: which run is next depends on what became of the one before.
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(runs, Spliterator.NONNULL | Spliterator.ORDERED),
        false);
  }

  private static Optional<LoopTest> settings(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getTestMethod(), LoopTest.class);
  }
}
