package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import java.awt.EventQueue;

/**
 * Swing and AWT: the event dispatch thread, also in a headless JVM.
 *
 * <p><b>Thread.</b> The one for which {@link EventQueue#isDispatchThread()} is true. After a second
 * of idleness AWT ends it and later starts another: never remember it.
 *
 * <p><b>Timer.</b> The library's own, which posts. {@code javax.swing.Timer} is such a thread, too,
 * in milliseconds.
 *
 * <p><b>Nested loops</b> (modal dialogs, {@code SecondaryLoop}) run pumps as the outer one does.
 *
 * <p><b>Shutdown.</b> AWT never refuses: the event dispatch thread comes back as long as the JVM
 * lives.
 */
public final class SwingHost implements LoopHost {

  /** The event dispatch thread. May be called on any thread. */
  public SwingHost() {}

  @Override
  public void execute(Runnable pump) {
    EventQueue.invokeLater(pump);
  }

  @Override
  public boolean isHostThread() {
    return EventQueue.isDispatchThread();
  }

  @Override
  public String toString() {
    return "Swing";
  }
}
