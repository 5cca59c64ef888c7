package dev.oneloop.testkit;

import dev.oneloop.LoopClock;
import dev.oneloop.LoopHost;
import dev.oneloop.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A host for tests that does exactly what it is told: it runs an event when the test says so, its
 * time moves when the test says so, and it has, on demand, every fault that hosts were seen to
 * have.
 *
 * <pre>{@code
 * FakeHost host = new FakeHost();
 * ManagedLoop loop = Loops.builder().clock(host.clock()).on(host);
 * loop.execute(task);
 * host.runNext();                          // the pump, and so the task
 * loop.schedule(task, Duration.ofSeconds(1));
 * host.runAll();
 * host.advanceBy(Duration.ofSeconds(1));   // the host's timer, and so the task
 * }</pre>
 *
 * <p>Events and timers run inside of {@code runNext}, {@code runAll} and {@code advanceBy}, on the
 * thread that calls them, or on others if the host is to {@linkplain #changeThreads change
 * threads}. Calling {@code runNext} from inside a task is what a modal dialog does: a nested host
 * loop. Anything else may be called from any thread.
 */
public final class FakeHost implements LoopHost {
  private final LoopClock clock = new HostClock();

  // The rest is guarded by this.

  private final Queue<Runnable> events = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private final List<Thread> running = new ArrayList<>();
  private final List<Throwable> escaped = new ArrayList<>();
  private long now;
  private int posts;
  private int timersSet;
  private int toReject;
  private int toDrop;
  private int copies = 1;
  private long timerError;
  private boolean changingThreads;
  private boolean gone;

  /** A host without faults, at time zero. */
  public FakeHost() {}

  /** The host's time, for the loop on it. It moves by {@link #advanceBy} only. */
  public LoopClock clock() {
    return clock;
  }

  /** The next so many events are rejected. */
  public synchronized void rejectNext(int count) {
    toReject = count;
  }

  /** The next so many events are silently lost. */
  public synchronized void dropNext(int count) {
    toDrop = count;
  }

  /** Every event is run so many times. */
  public synchronized void multiply(int times) {
    copies = times;
  }

  /**
   * Timers fire that much too late or, if negative, too early, though not before half their time.
   */
  public synchronized void shiftTimers(Duration error) {
    timerError = error.toNanos();
  }

  /** Every event runs on a thread of its own, one at a time. */
  public synchronized void changeThreads() {
    changingThreads = true;
  }

  /** The host quits: what it holds and what it is given from now on is silently lost. */
  public synchronized void disappear() {
    gone = true;
    events.clear();
    timers.clear();
  }

  @Override
  public synchronized void execute(Runnable event) {
    posts++;
    if (toReject > 0) {
      toReject--;
      throw new RejectedExecutionException("The host rejects this, as the test asked");
    }
    if (toDrop > 0) {
      toDrop--;
    } else if (!gone) {
      for (int i = 0; i < copies; i++) {
        events.add(event);
      }
    }
  }

  @Override
  public synchronized Registration executeAfter(Runnable event, long nanos) {
    if (nanos <= 0) {
      throw new IllegalArgumentException("A delay is positive, not " + nanos);
    }
    timersSet++;
    Timer timer = new Timer(event, now + Math.max((nanos + 1) / 2, nanos + timerError));
    if (!gone) {
      timers.add(timer);
    }
    return () -> remove(timer);
  }

  private synchronized void remove(Timer timer) {
    timers.remove(timer);
  }

  @Override
  public synchronized boolean isHostThread() {
    return running.contains(Thread.currentThread());
  }

  /**
   * Runs the oldest event.
   *
   * @return false if there was none
   */
  public boolean runNext() {
    Runnable event;
    synchronized (this) {
      event = events.poll();
    }
    if (event == null) {
      return false;
    }
    run(event);
    return true;
  }

  /** Runs events until there is none, those included that they post. Returns how many. */
  public int runAll() {
    int ran = 0;
    while (runNext()) {
      ran++;
    }
    return ran;
  }

  /** Moves time, stopping at each timer that comes due to run it, with the events that it posts. */
  public void advanceBy(Duration duration) {
    long end;
    synchronized (this) {
      end = now + duration.toNanos();
    }
    for (Timer timer; (timer = takeTimer(end)) != null; ) {
      run(timer.event);
      runAll();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized @Nullable Timer takeTimer(long end) {
    Timer first = firstTimer();
    if (first == null || first.due - end > 0) {
      return null;
    }
    timers.remove(first);
    now = Math.max(now, first.due);
    return first;
  }

  /** The timer that is due first, the oldest of those that are due together. */
  private @Nullable Timer firstTimer() {
    Timer first = null;
    for (Timer timer : timers) {
      if (first == null || timer.due < first.due) {
        first = timer;
      }
    }
    return first;
  }

  /** How long it is until the next timer fires, or null if none is set. */
  public synchronized @Nullable Duration untilNextTimer() {
    Timer first = firstTimer();
    return first == null ? null : Duration.ofNanos(Math.max(0, first.due - now));
  }

  /** How many events were posted, those included that were rejected or lost. */
  public synchronized int posts() {
    return posts;
  }

  /** How many events wait to be run. */
  public synchronized int pendingEvents() {
    return events.size();
  }

  /** How many timers were ever set. */
  public synchronized int timersSet() {
    return timersSet;
  }

  /** How many timers are set now. */
  public synchronized int pendingTimers() {
    return timers.size();
  }

  /** What events have thrown into the host. From a loop that must be nothing. */
  public synchronized List<Throwable> escaped() {
    return List.copyOf(escaped);
  }

  private void run(Runnable event) {
    boolean elsewhere;
    synchronized (this) {
      elsewhere = changingThreads;
    }
    if (!elsewhere) {
      runHere(event);
      return;
    }
    Thread thread = new Thread(() -> runHere(event), "fake-host");
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void runHere(Runnable event) {
    Thread me = Thread.currentThread();
    synchronized (this) {
      running.add(me);
    }
    try {
      event.run();
    } catch (Throwable e) {
      synchronized (this) {
        escaped.add(e);
      }
    } finally {
      synchronized (this) {
        running.remove(me);
      }
    }
  }

  @Override
  public String toString() {
    return "FakeHost";
  }

  private static final class Timer {
    final Runnable event;
    final long due;

    Timer(Runnable event, long due) {
      this.event = event;
      this.due = due;
    }
  }

  private final class HostClock implements LoopClock {
    @Override
    public long nanoTime() {
      synchronized (FakeHost.this) {
        return now;
      }
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanoTime());
    }

    @Override
    public long realNanosUntil(long deadlineNanos) {
      return deadlineNanos - nanoTime();
    }
  }
}
