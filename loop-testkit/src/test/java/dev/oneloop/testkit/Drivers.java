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

/** The loops that adapters are tested on, and how a test waits for what happens there. */
final class Drivers {
  private Drivers() {}

  /** Failures that tests provoke would only clutter the output. */
  static LoopBuilder quiet() {
    return Loops.builder().exceptionHandler((loop, failure) -> {});
  }

  /** On Swing's event thread, without a display. */
  static ManagedLoop onSwing() {
    return quiet().on(new SwingEventThread());
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
