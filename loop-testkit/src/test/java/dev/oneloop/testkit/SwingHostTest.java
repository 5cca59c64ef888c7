package dev.oneloop.testkit;

import dev.oneloop.LoopHost;
import dev.oneloop.Registration;
import javax.swing.SwingUtilities;
import javax.swing.Timer;

/** Swing with its own timers and its own idea of its thread, without a display. */
class SwingHostTest extends HostContract {
  @Override
  protected LoopHost newHost() {
    return new SwingHost();
  }

  @Override
  protected NestedHostLoop newNestedLoop() {
    return new SwingNestedLoop();
  }

  private static final class SwingHost implements LoopHost {
    @Override
    public void execute(Runnable pump) {
      SwingUtilities.invokeLater(pump);
    }

    @Override
    public Registration executeAfter(Runnable pump, long nanos) {
      // Rounded up to the milliseconds that Swing counts in, and cut to the days that fit an int.
      int millis = (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
      Timer timer = new Timer(millis, event -> pump.run());
      timer.setRepeats(false);
      timer.start();
      return timer::stop;
    }

    @Override
    public boolean isHostThread() {
      return SwingUtilities.isEventDispatchThread();
    }
  }
}
