package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import javax.swing.SwingUtilities;

/** The one-line plug-in, without a display. */
class SwingLoopTest extends ManagedLoopContract {
  @Override
  protected ManagedLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder().exceptionHandler(handler).on(SwingUtilities::invokeLater);
  }
}
