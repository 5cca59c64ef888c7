package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of a minimal stage, only the methods of {@code CompletionStage} can be used. */
class MinimalFutureTest {
  /**
   * What the JDK's minimal stage permits besides. {@code state} came with 19, and its return type
   * with it, so it cannot be overridden on 17. It changes nothing.
   */
  private static final Set<String> ALLOWED =
      Set.of("newIncompleteFuture", "defaultExecutor", "minimalCompletionStage", "copy", "state");

  private final LoopExecutor executor = LoopExecutor.of(Loops.manual());

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  @Test
  void everythingElseIsUnsupported() {
    Set<String> stageMethods = new HashSet<>();
    for (Class<?> type : List.of(CompletionStage.class, Object.class)) {
      Arrays.stream(type.getMethods()).map(MinimalFutureTest::signature).forEach(stageMethods::add);
    }
    CompletableFuture<Integer> plain = executor.completedFuture(1);
    for (CompletionStage<Integer> stage :
        List.of(
            plain.minimalCompletionStage(),
            executor.<Integer>incompleteFuture().minimalCompletionStage(),
            plain.minimalCompletionStage().thenApply(x -> x),
            executor.completedStage(1),
            executor.<Integer>failedStage(new IllegalStateException("expected")))) {
      int refused = 0;
      for (Method method : LoopFuture.class.getMethods()) {
        if (Modifier.isStatic(method.getModifiers())
            || method.isBridge()
            || method.getDeclaringClass() == Object.class
            || stageMethods.contains(signature(method))
            || ALLOWED.contains(method.getName())
            || method.getName().equals("loop")) {
          continue;
        }
        @Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
          Class<?> type = method.getParameterTypes()[i];
          arguments[i] = type == boolean.class ? (Object) true : type == long.class ? 0L : null;
        }
        InvocationTargetException thrown =
            assertThrows(
                InvocationTargetException.class,
                () -> method.invoke(stage, arguments),
                method::toString);
        assertInstanceOf(UnsupportedOperationException.class, thrown.getCause(), method::toString);
        refused++;
      }
      assertTrue(refused > 20);
    }
    assertEquals(1, plain.minimalCompletionStage().toCompletableFuture().join());
    assertEquals(1, executor.completedStage(1).toCompletableFuture().join());
  }

  @Test
  void aFailedStageHasItsFailureAsItIs() {
    IllegalStateException expected = new IllegalStateException("expected");
    AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
    ManualLoop loop = Loops.manual();
    LoopExecutor.of(loop).failedStage(expected).whenComplete((x, failure) -> seen.set(failure));
    loop.runUntilIdle();
    assertSame(expected, seen.get());
  }
}
