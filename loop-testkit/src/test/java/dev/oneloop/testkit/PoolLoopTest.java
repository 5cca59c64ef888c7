package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;

/** A loop as a strand: four threads, one at a time. */
class PoolLoopTest extends ManagedLoopContract {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(4);

  @AfterAll
  static void shutDown() {
    POOL.shutdownNow();
  }

  @Override
  protected ManagedLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder().exceptionHandler(handler).on(POOL);
  }
}
