package dev.oneloop.testkit;

import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import dev.oneloop.rx3.LoopSchedulers;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract, on loops of every kind. */
@ParameterizedClass
@EnumSource(Driver.class)
class LoopSchedulerContractTest extends SchedulerContract {
  private final ManagedLoop loop;

  LoopSchedulerContractTest(Driver driver) {
    loop = driver.newLoop();
  }

  @Override
  protected Scheduler newScheduler() {
    return LoopSchedulers.from(loop);
  }

  @Override
  protected void await(CountDownLatch done) throws InterruptedException {
    Driver.await(loop, done);
  }

  @Override
  protected Pause pause() throws Exception {
    return loop instanceof ManualLoop ? () -> {} : super.pause();
  }

  @Override
  protected void close(Scheduler ended) {
    loop.close();
  }
}
