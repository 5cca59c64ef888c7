package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import javax.swing.JDialog;

/** Swing with a display, on which a modal dialog is the nested loop. */
class SwingDialogTest extends RealHostTest {
  @Override
  LoopHost startHost() {
    Display.require();
    return new SwingHost();
  }

  @Override
  boolean stopHost() {
    return false;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    return new NestedHostLoop() {
      private final JDialog dialog = new JDialog();

      @Override
      public void enter() {
        dialog.setModal(true);
        dialog.setVisible(true);
      }

      @Override
      public void exit() {
        dialog.dispose();
      }
    };
  }
}
