package dev.oneloop.hosts;

import io.qt.core.QCoreApplication;
import io.qt.core.QEvent;
import io.qt.core.QObject;
import io.qt.core.QTimer;
import io.qt.core.Qt;

/**
 * Qt: the event loop of a thread, for instance that of {@code QApplication.exec()}. Needs QtJambi.
 *
 * <p><b>Thread.</b> The one that made this host, where its {@code QObject} lives.
 *
 * <p><b>Timer.</b> One {@code QTimer}, precise, in milliseconds, rounded up. It only posts the
 * event: a timer does not fire inside of its own handler, so a nested loop there would miss its
 * deadlines.
 *
 * <p><b>Nested loops</b> ({@code QEventLoop.exec}, {@code QDialog.exec}) run pumps as the outer one
 * does.
 *
 * <p><b>Shutdown.</b> Pumps are rejected once the application object is gone, and after {@link
 * #close}. Qt does not tell that an event loop has exited; it may run again. {@code aboutToQuit} is
 * the signal on which to shut the loop down.
 */
public final class QtHost extends WakeableHost {
  private final Thread thread = Thread.currentThread();
  private final Receiver receiver = new Receiver();
  private final QTimer timer = new QTimer(receiver);

  /** The current thread. There must be a {@code QCoreApplication}. */
  public QtHost() {
    timer.setSingleShot(true);
    timer.setTimerType(Qt.TimerType.PreciseTimer);
    timer.timeout.connect(receiver::post);
  }

  @Override
  protected void wakeNow() {
    if (QCoreApplication.instance() == null) {
      throw HostGone.rejection(this, null);
    }
    receiver.post();
  }

  @Override
  protected void wakeAfter(long nanos) {
    timer.start(Millis.ceil(nanos));
  }

  @Override
  protected void release() {
    // Takes the timer with it.
    receiver.disposeLater();
  }

  @Override
  public boolean isHostThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public String toString() {
    return "Qt on " + thread.getName();
  }

  private final class Receiver extends QObject {
    void post() {
      QCoreApplication.postEvent(this, new QEvent(QEvent.Type.User));
    }

    @Override
    public boolean event(QEvent event) {
      if (event.type() == QEvent.Type.User) {
        runNext();
        return true;
      }
      return super.event(event);
    }
  }
}
