package dev.oneloop.testkit;

import dev.oneloop.LoopHost;
import dev.oneloop.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands before a real host: counts what a loop asks of it, and on demand lets it misbehave. */
final class WatchedHost implements LoopHost {
  private final LoopHost host;

  // The rest is guarded by this.

  private final List<Throwable> escaped = new ArrayList<>();
  private final List<Runnable> dropped = new ArrayList<>();
  private int posts;
  private int outstanding;
  private int mostOutstanding;
  private int timersSet;
  private int timersArmed;
  private int mostTimersArmed;
  private int toReject;
  private int toDrop;
  private boolean twice;
  private int timerDivisor = 1;

  WatchedHost(LoopHost host) {
    this.host = host;
  }

  synchronized void rejectNext(int count) {
    toReject = count;
  }

  synchronized void dropNext(int count) {
    toDrop = count;
  }

  synchronized void runPumpsTwice() {
    twice = true;
  }

  /** Timers fire after a fraction of their time. */
  synchronized void divideTimers(int divisor) {
    timerDivisor = divisor;
  }

  @Override
  public void execute(Runnable pump) {
    boolean again;
    synchronized (this) {
      posts++;
      if (toReject > 0) {
        toReject--;
        throw new RejectedExecutionException("The host rejects this, as the test asked");
      }
      mostOutstanding = Math.max(mostOutstanding, ++outstanding);
      if (toDrop > 0) {
        toDrop--;
        dropped.add(pump);
        return;
      }
      again = twice;
    }
    host.execute(() -> {
      synchronized (this) {
        outstanding--;
      }
      run(pump);
    });
    if (again) {
      host.execute(() -> run(pump));
    }
  }

  @Override
  public Registration executeAfter(Runnable pump, long nanos) {
    int divisor;
    synchronized (this) {
      timersSet++;
      mostTimersArmed = Math.max(mostTimersArmed, ++timersArmed);
      divisor = timerDivisor;
    }
    AtomicBoolean over = new AtomicBoolean();
    Registration handle =
        host.executeAfter(
            () -> {
              disarm(over);
              run(pump);
            },
            Math.max(1, nanos / divisor));
    return () -> {
      disarm(over);
      handle.close();
    };
  }

  /** An event that is not the loop's. */
  void executeUnwatched(Runnable event) {
    host.execute(event);
  }

  private void disarm(AtomicBoolean over) {
    if (over.compareAndSet(false, true)) {
      synchronized (this) {
        timersArmed--;
      }
    }
  }

  private void run(Runnable pump) {
    try {
      pump.run();
    } catch (Throwable e) {
      synchronized (this) {
        escaped.add(e);
      }
    }
  }

  @Override
  public boolean isHostThread() {
    return host.isHostThread();
  }

  synchronized List<Throwable> escaped() {
    return List.copyOf(escaped);
  }

  /** Takes the pumps that were dropped. */
  synchronized List<Runnable> dropped() {
    List<Runnable> taken = List.copyOf(dropped);
    dropped.clear();
    return taken;
  }

  synchronized int posts() {
    return posts;
  }

  synchronized int mostOutstanding() {
    return mostOutstanding;
  }

  synchronized int timersSet() {
    return timersSet;
  }

  synchronized int timersArmed() {
    return timersArmed;
  }

  synchronized int mostTimersArmed() {
    return mostTimersArmed;
  }

  @Override
  public String toString() {
    return "WatchedHost(" + host + ")";
  }
}
