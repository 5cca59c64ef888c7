package dev.oneloop.testkit;

import dev.oneloop.LoopHost;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;

/** A loop as a strand: four threads, one at a time. */
class PoolHostTest extends HostContract {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(4);

  @AfterAll
  static void shutDown() {
    POOL.shutdownNow();
  }

  @Override
  protected LoopHost newHost() {
    return POOL::execute;
  }

  @Override
  protected boolean isSerial() {
    return false;
  }
}
