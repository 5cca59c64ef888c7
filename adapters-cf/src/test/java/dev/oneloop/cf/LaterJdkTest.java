package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** What the interfaces of later JDKs have besides is there, and agrees with the rest. */
@EnabledForJreRange(minVersion = 19)
class LaterJdkTest {
  private final ManualLoop loop = Loops.manual();
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final IllegalStateException expected = new IllegalStateException("expected");

  /** Calls a method of an interface, by reflection, since this compiles for 17. */
  private static @Nullable Object call(Class<?> type, Object target, String method)
      throws Exception {
    try {
      return type.getMethod(method).invoke(target);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw e;
    }
  }

  private static String stateOf(Future<?> future) throws Exception {
    return String.valueOf(call(Future.class, future, "state"));
  }

  private void checkAll(Future<?> pending, Future<?> done, Future<?> failed, Future<?> cancelled)
      throws Exception {
    assertEquals("RUNNING", stateOf(pending));
    assertThrows(IllegalStateException.class, () -> call(Future.class, pending, "resultNow"));
    assertThrows(IllegalStateException.class, () -> call(Future.class, pending, "exceptionNow"));

    assertEquals("SUCCESS", stateOf(done));
    assertEquals(1, call(Future.class, done, "resultNow"));
    assertThrows(IllegalStateException.class, () -> call(Future.class, done, "exceptionNow"));

    assertEquals("FAILED", stateOf(failed));
    assertSame(expected, call(Future.class, failed, "exceptionNow"));
    assertThrows(IllegalStateException.class, () -> call(Future.class, failed, "resultNow"));

    assertEquals("CANCELLED", stateOf(cancelled));
    assertThrows(IllegalStateException.class, () -> call(Future.class, cancelled, "resultNow"));
    assertThrows(IllegalStateException.class, () -> call(Future.class, cancelled, "exceptionNow"));
  }

  @Test
  void loopFuturesTellTheirState() throws Exception {
    LoopFuture<Integer> cancelled = executor.incompleteFuture();
    cancelled.cancel(false);
    checkAll(
        executor.incompleteFuture(),
        executor.completedFuture(1),
        executor.failedFuture(expected),
        cancelled);
  }

  @Test
  void aStageTellsTheFailureOfItsSource() throws Exception {
    LoopFuture<Object> stage = executor.failedFuture(expected).thenApply(x -> x);
    loop.runUntilIdle();
    assertSame(expected, call(Future.class, stage, "exceptionNow"));
    assertEquals("FAILED", stateOf(stage));
  }

  @Test
  void futuresOfTasksTellTheirState() throws Exception {
    Future<Integer> done = executor.submit(() -> 1);
    Future<Integer> failed =
        executor.submit(() -> {
          throw expected;
        });
    Future<?> cancelled = executor.submit(() -> 1);
    cancelled.cancel(false);
    loop.runUntilIdle();
    checkAll(executor.submit(() -> 1), done, failed, cancelled);
  }

  @Test
  void aMinimalStageOffersNoneOfThem() {
    CompletionStage<Integer> stage = executor.completedStage(1);
    Future<?> future = assertInstanceOf(Future.class, stage);
    for (String method : new String[] {"resultNow", "exceptionNow"}) {
      assertThrows(UnsupportedOperationException.class, () -> call(Future.class, future, method));
    }
  }

  @Test
  void anExecutorCanBeClosedAsSuch() throws Exception {
    call(ExecutorService.class, executor, "close");
    assertTrue(executor.isTerminated());
  }
}
