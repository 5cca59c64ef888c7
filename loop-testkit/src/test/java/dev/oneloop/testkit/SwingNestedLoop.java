package dev.oneloop.testkit;

import java.awt.SecondaryLoop;
import java.awt.Toolkit;

/** What a modal dialog runs. */
final class SwingNestedLoop implements HostContract.NestedHostLoop {
  private final SecondaryLoop nested =
      Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();

  @Override
  public void enter() {
    nested.enter();
  }

  @Override
  public void exit() {
    nested.exit();
  }
}
