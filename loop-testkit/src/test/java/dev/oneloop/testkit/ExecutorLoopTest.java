package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;

class ExecutorLoopTest extends ManagedLoopContract {
  private static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor();

  @AfterAll
  static void shutDown() {
    EXECUTOR.shutdownNow();
  }

  @Override
  protected ManagedLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder().exceptionHandler(handler).on(EXECUTOR);
  }
}
