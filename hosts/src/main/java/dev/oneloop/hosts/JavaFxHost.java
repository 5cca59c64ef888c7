package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * JavaFX: its application thread.
 *
 * <p><b>Thread.</b> The one for which {@link Platform#isFxApplicationThread()} is true.
 *
 * <p><b>Timer.</b> The library's own, which posts. JavaFX's timers go by the display's pulse of 60
 * Hz, and a dialog cannot be opened inside of one.
 *
 * <p><b>Nested loops</b> ({@code showAndWait}, {@code enterNestedEventLoop}) run pumps as the outer
 * one does.
 *
 * <p><b>Shutdown.</b> JavaFX silently drops what is posted after {@link Platform#exit()}. A pump
 * posted once its thread has ended is rejected; one dropped just before is settled by {@code
 * loop.shutdown(timeout)}. Before {@code Platform.startup} pumps are rejected as well, and the loop
 * tries again by timer.
 */
public final class JavaFxHost implements LoopHost {
  /** The application thread, once a pump has run there: JavaFX has only one in its life. */
  private volatile @Nullable Thread thread;

  /** The application thread. May be called on any thread. */
  public JavaFxHost() {}

  @Override
  public void execute(Runnable pump) {
    Thread known = thread;
    if (known != null && !known.isAlive()) {
      throw HostGone.rejection(this, null);
    }
    try {
      Platform.runLater(known != null ? pump : () -> runFirst(pump));
    } catch (IllegalStateException e) {
      throw HostGone.rejection(this, e);
    }
  }

  private void runFirst(Runnable pump) {
    thread = Thread.currentThread();
    pump.run();
  }

  @Override
  public boolean isHostThread() {
    return Platform.isFxApplicationThread();
  }

  @Override
  public String toString() {
    return "JavaFX";
  }
}
