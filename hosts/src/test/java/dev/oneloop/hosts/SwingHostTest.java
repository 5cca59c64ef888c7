package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;

/** Swing without a display. */
class SwingHostTest extends RealHostTest {
  @Override
  LoopHost startHost() {
    System.setProperty("java.awt.headless", "true");
    return new SwingHost();
  }

  @Override
  boolean stopHost() {
    return false;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    SecondaryLoop nested = Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
    return new NestedHostLoop() {
      @Override
      public void enter() {
        nested.enter();
      }

      @Override
      public void exit() {
        nested.exit();
      }
    };
  }
}
