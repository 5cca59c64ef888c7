package dev.oneloop.testkit;

import dev.oneloop.LoopHost;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;

class ExecutorHostTest extends HostContract {
  private static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor();

  @AfterAll
  static void shutDown() {
    EXECUTOR.shutdownNow();
  }

  @Override
  protected LoopHost newHost() {
    return EXECUTOR::execute;
  }
}
