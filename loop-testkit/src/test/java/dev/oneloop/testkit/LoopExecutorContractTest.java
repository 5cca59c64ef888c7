package dev.oneloop.testkit;

import dev.oneloop.ManagedLoop;
import dev.oneloop.cf.LoopExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract, on loops of every kind. */
@ParameterizedClass
@EnumSource(Driver.class)
class LoopExecutorContractTest extends ExecutorContract {
  private final ManagedLoop loop;

  LoopExecutorContractTest(Driver driver) {
    loop = driver.newLoop();
  }

  @Override
  protected ScheduledExecutorService newExecutor() {
    return LoopExecutor.of(loop);
  }

  @Override
  protected void await(CountDownLatch done) throws InterruptedException {
    Driver.await(loop, done);
  }

  @Override
  protected void close(ScheduledExecutorService ended) {
    loop.close();
  }
}
