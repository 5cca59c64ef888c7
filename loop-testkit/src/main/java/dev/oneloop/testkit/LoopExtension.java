package dev.oneloop.testkit;

import dev.oneloop.simulation.ForeignThreads;
import java.lang.reflect.Method;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests of other kinds than {@link LoopTest}, such as parameterised or repeated ones, what a
 * {@code @LoopTest} without seeds has: the same parameters of methods, the same checks, a loop of
 * its own for each test.
 *
 * <pre>{@code
 * @ExtendWith(LoopExtension.class)
 * class RetryTest {
 *   @ParameterizedTest
 *   @ValueSource(ints = {1, 2, 5})
 *   void givesUp(int attempts, SimulatedLoop loop, LoopExecutor executor) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>Tests with {@code @LoopTest} in the same class are left alone.
 *
 * <p><b>RxJava.</b> With {@code adapters-rx} on the class path these tests, too, change what is
 * global to the process. An extension cannot keep them from running in parallel with each other:
 * where tests do, the class needs a {@code @ResourceLock} for {@code
 * io.reactivex.rxjava3.plugins.RxJavaPlugins}.
 */
public final class LoopExtension
    implements ParameterResolver,
        BeforeEachCallback,
        AfterEachCallback,
        EachMethod,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(LoopExtension.class);

  /** For JUnit. */
  public LoopExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return isInCharge(context)
        && parameter.getDeclaringExecutable() instanceof Method
        && invocation(context).supportsParameter(parameter, context);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return invocation(context).resolveParameter(parameter, context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (isInCharge(context)) {
      invocation(context).beforeEach(context);
    }
  }

  @Override
  public void beforeMethod(ExtensionContext context) {
    if (isInCharge(context)) {
      invocation(context).beforeMethod(context);
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (isInCharge(context)) {
      invocation(context).handleTestExecutionException(context, failure);
    }
    throw failure;
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    handleTestExecutionException(context, failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    handleTestExecutionException(context, failure);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (isInCharge(context)) {
      invocation(context).afterEach(context);
    }
  }

  private static boolean isInCharge(ExtensionContext context) {
    return context.getTestMethod().isPresent()
        && !AnnotationSupport.isAnnotated(context.getTestMethod(), LoopTest.class);
  }

  private static LoopInvocation invocation(ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    LoopInvocation known = store.get(context.getUniqueId(), LoopInvocation.class);
    if (known != null) {
      return known;
    }
    LoopInvocation made = new LoopInvocation(Schedule.fifo(), ForeignThreads.FAIL, Set.of(), false);
    store.put(context.getUniqueId(), made);
    return made;
  }
}
