package dev.oneloop.testkit;

import dev.oneloop.LoopBuilder;
import dev.oneloop.LoopHost;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import dev.oneloop.SimulatedLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;

/**
 * Who drives the loops that adapters are tested on, and how a test waits for what happens there.
 */
enum Driver {
  TEST,
  OWN_THREAD,
  SELECTOR,
  /** Its event thread, without a display. */
  SWING,
  VIRTUAL_TIME;

  /** Failures that tests provoke would only clutter the output. */
  ManagedLoop newLoop() {
    LoopBuilder quiet = Loops.builder().exceptionHandler((loop, failure) -> {});
    return switch (this) {
      case TEST -> quiet.manual();
      case OWN_THREAD -> quiet.start();
      case SELECTOR -> quiet.selecting();
      case SWING -> quiet.on(new SwingEventThread());
      case VIRTUAL_TIME -> quiet.simulated();
    };
  }

  /** Waits, and drives the loop meanwhile if nobody else does. */
  static void await(ManagedLoop loop, CountDownLatch done) throws InterruptedException {
    if (loop instanceof SimulatedLoop simulated) {
      // Time passes even while there are tasks to run, as it does elsewhere.
      while (done.getCount() > 0) {
        simulated.poll();
        simulated.clock().advanceBy(Duration.ofNanos(20_000));
      }
    } else if (loop instanceof ManualLoop manual) {
      // Another thread may submit what opens the latch, so this must not wait for ever.
      while (done.getCount() > 0) {
        manual.runFor(Duration.ofMillis(1));
      }
    } else {
      LoopFixture.awaitDriven(done, loop);
    }
  }

  private static final class SwingEventThread implements LoopHost {
    @Override
    public void execute(Runnable pump) {
      SwingUtilities.invokeLater(pump);
    }

    @Override
    public boolean isHostThread() {
      return SwingUtilities.isEventDispatchThread();
    }
  }
}
