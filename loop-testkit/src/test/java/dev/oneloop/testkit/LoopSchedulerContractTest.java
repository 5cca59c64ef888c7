package dev.oneloop.testkit;

import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import dev.oneloop.rx3.LoopSchedulers;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;

/** The contract, on loops of every kind. */
class LoopSchedulerContractTest {

  abstract static class OnLoop extends SchedulerContract {
    private final ManagedLoop loop;

    OnLoop(ManagedLoop loop) {
      this.loop = loop;
    }

    @Override
    protected final Scheduler newScheduler() {
      return LoopSchedulers.from(loop);
    }

    @Override
    protected final void await(CountDownLatch done) throws InterruptedException {
      Drivers.await(loop, done);
    }

    @Override
    protected final Pause pause() throws Exception {
      return loop instanceof ManualLoop ? () -> {} : super.pause();
    }

    @Override
    protected final void close(Scheduler ended) {
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
