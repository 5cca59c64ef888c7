package dev.oneloop.testkit;

import dev.oneloop.LoopHost;
import javax.swing.SwingUtilities;

/** The one-line plug-in, without a display. */
class SwingOneLinerTest extends HostContract {
  @Override
  protected LoopHost newHost() {
    return SwingUtilities::invokeLater;
  }

  @Override
  protected NestedHostLoop newNestedLoop() {
    return new SwingNestedLoop();
  }
}
