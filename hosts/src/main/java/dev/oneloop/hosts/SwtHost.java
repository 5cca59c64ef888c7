package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.Registration;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Display;

/**
 * SWT: the thread of a {@link Display}.
 *
 * <p><b>Thread.</b> The one that made the display, for as long as that is not disposed.
 *
 * <p><b>Timer.</b> {@link Display#timerExec}, in milliseconds, rounded up.
 *
 * <p><b>Nested loops</b> (a shell's own {@code readAndDispatch} loop, a {@code MessageBox}) run
 * pumps as the outer one does.
 *
 * <p><b>Shutdown.</b> Once the display is disposed, pumps are rejected. What was posted just before
 * may have been dropped; {@code loop.shutdown(timeout)} settles it.
 */
public final class SwtHost implements LoopHost {
  private final Display display;

  /** The thread of a display. May be called on any thread. */
  public SwtHost(Display display) {
    this.display = display;
  }

  @Override
  public void execute(Runnable pump) {
    try {
      display.asyncExec(pump);
    } catch (SWTException e) {
      throw HostGone.rejection(this, e);
    }
  }

  @Override
  public Registration executeAfter(Runnable pump, long nanos) {
    if (!isHostThread()) {
      return LoopHost.super.executeAfter(pump, nanos);
    }
    // SWT knows a timer by its runnable: each is to be one of its own.
    Runnable timer = () -> pump.run();
    display.timerExec(Millis.ceil(nanos), timer);
    return () -> cancel(timer);
  }

  private void cancel(Runnable timer) {
    if (isHostThread()) {
      display.timerExec(-1, timer);
    } else {
      try {
        display.asyncExec(() -> cancel(timer));
      } catch (SWTException disposed) {
        // And its timers with it.
      }
    }
  }

  @Override
  public boolean isHostThread() {
    return Display.findDisplay(Thread.currentThread()) == display;
  }

  @Override
  public String toString() {
    return "SWT";
  }
}
