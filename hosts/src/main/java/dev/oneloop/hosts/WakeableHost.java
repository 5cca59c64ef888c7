package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.Registration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A run loop that can be woken, and has one timer, but cannot be handed a {@code Runnable}: what
 * most native run loops are. A subclass says how to wake it and calls {@link #runNext()} when it
 * has woken up; pumps are kept here.
 *
 * <p><b>Threads.</b> {@link #execute}, {@link #executeAfter} and {@link #close} may be called from
 * any thread. They call {@link #wakeNow()} while they hold this host's lock, so that at most one
 * wake is on its way and none after {@link #close}.
 *
 * <p><b>Turns.</b> Every wake runs one pump, and wakes again if there are more: the run loop's own
 * events come in between.
 *
 * <p><b>Errors.</b> What a pump throws goes to the thread's uncaught exception handler. Nothing is
 * thrown into native code.
 */
public abstract class WakeableHost implements LoopHost, AutoCloseable {
  /** Open hosts may be known to native code only, which does not keep them from collection. */
  private static final Set<WakeableHost> OPEN = ConcurrentHashMap.newKeySet();

  /** Guarded by this, as the rest is. */
  private final ArrayDeque<Runnable> posted = new ArrayDeque<>();

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.deadline - b.deadline));

  /** Whether a wake is on its way. */
  private boolean waking;

  private boolean closed;

  /** A host that is open, and stays reachable until it is closed. */
  @SuppressWarnings("this-escape") // to be kept, no more
  protected WakeableHost() {
    OPEN.add(this);
  }

  /** Has the run loop call {@link #runNext()} soon, on its thread. Called on any thread. */
  protected abstract void wakeNow();

  /**
   * Has the run loop call {@link #runNext()} after about the given time, in place of an earlier
   * such request. Called on the host's thread only.
   */
  protected abstract void wakeAfter(long nanos);

  /** Frees what the subclass holds. Called once; {@link #wakeNow()} is not called any more. */
  protected abstract void release();

  @Override
  public abstract boolean isHostThread();

  /** Runs the next pump, if there is one, and wakes again for the one after it. Never throws. */
  protected final void runNext() {
    try {
      Runnable pump = takeNext();
      if (pump != null) {
        pump.run();
      }
    } catch (Throwable e) {
      handle(e);
    }
  }

  /** Before the pump runs: a nested run loop inside of it needs its wakes. */
  private synchronized @Nullable Runnable takeNext() {
    if (closed) {
      return null;
    }
    waking = false;
    long now = System.nanoTime();
    for (Timer first; (first = timers.peek()) != null && first.deadline - now <= 0; ) {
      timers.remove();
      posted.add(first.pump);
    }
    Timer first = timers.peek();
    if (posted.size() > 1) {
      ensureAwake();
    } else if (first != null) {
      wakeAfter(first.deadline - now);
    }
    return posted.poll();
  }

  private static void handle(Throwable e) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    } catch (Throwable ignored) {
      // As the JVM does: a handler's own fault has nowhere to go.
    }
  }

  @Override
  public final synchronized void execute(Runnable pump) {
    ensureAwake();
    posted.add(pump);
  }

  @Override
  public final synchronized Registration executeAfter(Runnable pump, long nanos) {
    Timer timer = new Timer(pump, System.nanoTime() + nanos);
    if (!isHostThread()) {
      // Which sets the run loop's timer.
      ensureAwake();
      timers.add(timer);
    } else {
      requireOpen();
      timers.add(timer);
      if (!waking && timers.peek() == timer) {
        wakeAfter(nanos);
      }
    }
    return () -> cancel(timer);
  }

  /** The run loop's timer stays set: that it wakes for nothing is cheaper than to set it anew. */
  private synchronized void cancel(Timer timer) {
    timers.remove(timer);
  }

  private void ensureAwake() {
    requireOpen();
    if (!waking) {
      wakeNow();
      waking = true;
    }
  }

  /** Whether a wake is on its way for which {@link #runNext()} has not been called yet. */
  final synchronized boolean isWaking() {
    return waking && !closed;
  }

  private void requireOpen() {
    if (closed) {
      throw HostGone.rejection(this, null);
    }
  }

  /**
   * Lets go of the run loop, which goes on without. Pumps that have not run are dropped, later ones
   * rejected: shut the loop down first. May be called from any thread; closing again does nothing.
   */
  @Override
  public final synchronized void close() {
    if (!closed) {
      closed = true;
      posted.clear();
      timers.clear();
      OPEN.remove(this);
      release();
    }
  }

  private static final class Timer {
    final Runnable pump;
    final long deadline;

    Timer(Runnable pump, long deadline) {
      this.pump = pump;
      this.deadline = deadline;
    }
  }
}
