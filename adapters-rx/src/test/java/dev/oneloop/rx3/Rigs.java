package dev.oneloop.rx3;

import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The ways to drive a scheduler under test. */
final class Rigs {
  private Rigs() {}

  /** Of a loop that somebody else drives. */
  static SchedulerContract.Rig of(ManagedLoop loop) {
    return new OnLoop(loop);
  }

  /** Of a loop that the test drives while it waits. */
  static SchedulerContract.Rig driven(ManualLoop loop) {
    // Another thread may submit what brings the latch down, so this must not wait for ever.
    return new Driven(loop, () -> loop.runFor(Duration.ofMillis(1)));
  }

  /** Of a loop in virtual time, which passes even while there are tasks to run. */
  static SchedulerContract.Rig driven(SimulatedLoop loop) {
    return new Driven(
        loop,
        () -> {
          loop.poll();
          loop.clock().advanceBy(Duration.ofNanos(20_000));
        });
  }

  private static final class Driven extends OnLoop {
    private final Runnable drive;

    Driven(ManagedLoop loop, Runnable drive) {
      super(loop);
      this.drive = drive;
    }

    @Override
    public void await(CountDownLatch latch) {
      while (latch.getCount() > 0) {
        drive.run();
      }
    }

    @Override
    public SchedulerContract.Pause pause() {
      return () -> {};
    }
  }

  private static class OnLoop implements SchedulerContract.Rig {
    private final ManagedLoop loop;
    private final Scheduler scheduler;

    OnLoop(ManagedLoop loop) {
      this.loop = loop;
      this.scheduler = LoopSchedulers.from(loop);
    }

    @Override
    public Scheduler scheduler() {
      return scheduler;
    }

    @Override
    public void await(CountDownLatch latch) throws InterruptedException {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("Nothing happened for a minute");
      }
    }

    @Override
    public void close() {
      loop.close();
    }
  }
}
