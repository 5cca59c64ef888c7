package dev.oneloop.testkit;

import dev.oneloop.ManagedLoop;
import dev.oneloop.cf.LoopExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Nested;

/** The contract, on loops of every kind. */
class LoopExecutorContractTest {

  abstract static class OnLoop extends ExecutorContract {
    private final ManagedLoop loop;

    OnLoop(ManagedLoop loop) {
      this.loop = loop;
    }

    @Override
    protected final ScheduledExecutorService newExecutor() {
      return LoopExecutor.of(loop);
    }

    @Override
    protected final void await(CountDownLatch done) throws InterruptedException {
      Drivers.await(loop, done);
    }

    @Override
    protected final void close(ScheduledExecutorService ended) {
      loop.close();
    }
  }

  @Nested
  class OnALoopThatTheTestDrives extends OnLoop {
    OnALoopThatTheTestDrives() {
      super(Drivers.quiet().manual());
    }
  }

  @Nested
  class OnALoopWithItsOwnThread extends OnLoop {
    OnALoopWithItsOwnThread() {
      super(Drivers.quiet().start());
    }
  }

  @Nested
  class OnALoopThatSelects extends OnLoop {
    OnALoopThatSelects() {
      super(Drivers.quiet().selecting());
    }
  }

  @Nested
  class OnALoopHostedBySwing extends OnLoop {
    OnALoopHostedBySwing() {
      super(Drivers.onSwing());
    }
  }

  @Nested
  class OnALoopInVirtualTime extends OnLoop {
    OnALoopInVirtualTime() {
      super(Drivers.quiet().simulated());
    }
  }
}
