package dev.oneloop.testkit;

import dev.oneloop.Registration;
import dev.oneloop.simulation.ForeignThreads;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Trace;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/** One run of a {@link LoopTest}, as JUnit sees it; the extension of just that run, too. */
final class LoopInvocation
    implements TestTemplateInvocationContext,
        ParameterResolver,
        BeforeEachCallback,
        AfterEachCallback,
        EachMethod,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler,
        TestWatcher {
  private final Schedule schedule;
  private final ForeignThreads foreignThreads;
  private final Set<Leftover> allowed;

  /** Whether this run is made only to see if it fails. */
  private final boolean isTrial;

  /** Made by the test's thread, which is not foreign to its loop then. */
  private @Nullable LoopRun run;

  private Registration hooks = () -> {};

  /** Of the run in order, for what is said about a failure. */
  private @Nullable Trace reference;

  private boolean failed;
  private @Nullable Class<?> kindOfFailure;

  LoopInvocation(
      Schedule schedule, ForeignThreads foreignThreads, Set<Leftover> allowed, boolean isTrial) {
    this.schedule = schedule;
    this.foreignThreads = foreignThreads;
    this.allowed = allowed;
    this.isTrial = isTrial;
  }

  private LoopRun run() {
    if (run == null) {
      run = new LoopRun(schedule, foreignThreads);
      if (reference != null) {
        run.compareWith(reference);
      }
    }
    return run;
  }

  /** Has its failure say where it parts from the run in order. Before it is run. */
  LoopInvocation comparedWith(@Nullable Trace inOrder) {
    reference = inOrder;
    return this;
  }

  @Override
  public String getDisplayName(int invocationIndex) {
    return "[" + schedule.name() + "]";
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(this);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return LoopParameters.supports(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return LoopParameters.resolve(parameter.getParameter().getType(), run().loop());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (Adapter.RX.isPresent()) {
      hooks = RxAdapter.install(run().loop());
    }
  }

  @Override
  public void beforeMethod(ExtensionContext context) {
    run().adoptThread();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explain(failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explain(failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explain(failure);
  }

  /** What to tell JUnit of a failure. */
  private Throwable explain(Throwable failure) {
    if (failure instanceof TestAbortedException) {
      return failure;
    }
    failed = true;
    if (kindOfFailure == null) {
      kindOfFailure = failure.getClass();
    }
    return isTrial
        ? new TestAbortedException("Fails with this schedule, too", failure)
        : run().explain(failure);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    try {
      if (context.getExecutionException().isEmpty()) {
        check();
      }
    } finally {
      // In this order, so that what Rx has to say about the end goes to the loop as well.
      run().close();
      hooks.close();
    }
  }

  private void check() {
    try {
      run().check(allowed);
    } catch (AssertionError leftovers) {
      failed = true;
      kindOfFailure = LoopRun.class;
      if (isTrial) {
        throw new TestAbortedException(
            "Leaves something behind with this schedule, too", leftovers);
      }
      throw leftovers;
    }
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    failed = true;
  }

  boolean hasFailed() {
    return failed;
  }

  /** If not, it is one of another extension's, which cannot be kept from being told for trials. */
  boolean isFailureOfTest() {
    return kindOfFailure != null;
  }

  boolean failsLike(LoopInvocation other) {
    return failed && kindOfFailure == other.kindOfFailure;
  }

  boolean isInOrder() {
    return schedule.simulation().mode() == Mode.FIFO;
  }

  int choices() {
    return schedule.choices().get();
  }

  int[] decisions() {
    return run().loop().decisions();
  }

  Trace trace() {
    return run().loop().trace();
  }
}
