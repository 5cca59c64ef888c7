package dev.oneloop.testkit;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Does something on the very thread of each method: {@code @Timeout} may give it one of its own.
 */
interface EachMethod extends InvocationInterceptor {
  /** Before a test or what JUnit runs before and after each one, on the thread that runs that. */
  void beforeMethod(ExtensionContext context);

  @Override
  default void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    beforeMethod(context);
    invocation.proceed();
  }

  @Override
  default void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    beforeMethod(context);
    invocation.proceed();
  }

  @Override
  default void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    beforeMethod(context);
    invocation.proceed();
  }

  @Override
  default void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    beforeMethod(context);
    invocation.proceed();
  }
}
