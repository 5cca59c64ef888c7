package dev.oneloop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How a loop ends, step by step: see {@link ManagedLoop}. Also keeps the work guards, which hold it
 * up.
 */
final class Closing {
  private static final int OPEN = 0;

  /** Shutdown was asked for; the hooks are to run, on the loop. */
  private static final int HOOKS = 1;

  /** The hooks have run; the guards that they acquired are waited for. */
  private static final int GRACE = 2;

  /** The inbox is closed; what it held is to be settled, on the loop. */
  private static final int CLOSED = 3;

  private static final int TERMINATED = 4;

  private final LoopCore loop;
  private final long graceNanos;
  private final CountDownLatch terminated = new CountDownLatch(1);

  /** Changed under this object's lock, or on the loop. */
  private volatile int phase = OPEN;

  /** Guarded by this. */
  private final List<Hook> hooks = new ArrayList<>();

  /** Guarded by this. Guards that are open. */
  private int guards;

  /** Guarded by this. Guards that are open and were acquired by a shutdown hook. */
  private int drainGuards;

  /** Guarded by this; only while the hooks run, on the thread that runs them. */
  private @Nullable Thread hookThread;

  /** On the loop: when the grace period ends, once it {@link #hasGraceEnd has begun}. */
  private long graceEnd;

  private boolean hasGraceEnd;

  Closing(LoopCore loop, Duration grace) {
    this.loop = loop;
    this.graceNanos = Deadlines.saturatedNanos(grace);
  }

  boolean isUnderWay() {
    return phase != OPEN;
  }

  /** Not the phase: all that is told of the end, here and to those who wait, is told at once. */
  boolean isTerminated() {
    return terminated.getCount() == 0;
  }

  /** Any thread. Without hooks the inbox is closed when this returns. */
  synchronized void begin() {
    if (phase == OPEN) {
      if (hooks.isEmpty()) {
        loop.inbox.close();
        phase = CLOSED;
      } else {
        phase = HOOKS;
      }
    }
  }

  /** Whether {@link #advance} has something to do. */
  boolean needsTurn() {
    return switch (phase) {
      case HOOKS, CLOSED -> true;
      case GRACE -> isGraceOver();
      default -> false;
    };
  }

  /** Goes as far as it can. On the loop, after a turn. */
  void advance() {
    if (phase == HOOKS) {
      // Before the hooks, so that what waits for a timer can end while submissions are still taken.
      loop.agenda.takeInbox();
      loop.agenda.rejectTimers(rejection());
      runHooks();
      phase = GRACE;
      if (!isGraceOver()) {
        graceEnd = loop.deadlineAfter(graceNanos);
        hasGraceEnd = true;
        // Not through the gate: the loop may be full, and this is nobody's task.
        loop.scheduleNew(graceEnd, () -> {});
      }
    }
    if (phase == GRACE && isGraceOver()) {
      loop.beforeClose();
      loop.inbox.close();
      phase = CLOSED;
    }
    if (phase == CLOSED) {
      settle();
    }
  }

  private boolean isGraceOver() {
    if ((loop.signals() & LoopCore.NOW) != 0) {
      return true;
    }
    synchronized (this) {
      if (drainGuards == 0) {
        return true;
      }
    }
    return hasGraceEnd && loop.clock().nanoTime() - graceEnd >= 0;
  }

  private void runHooks() {
    synchronized (this) {
      hookThread = Thread.currentThread();
    }
    for (Hook hook; (hook = firstHook()) != null; ) {
      hook.run();
    }
    synchronized (this) {
      hookThread = null;
    }
  }

  private synchronized @Nullable Hook firstHook() {
    return hooks.isEmpty() ? null : hooks.remove(0);
  }

  private void settle() {
    RejectedExecutionException cause = rejection();
    loop.agenda.takeInbox();
    loop.agenda.rejectTimers(cause);
    if ((loop.signals() & LoopCore.NOW) != 0) {
      Runnable untold = loop.agenda.rejectReady(cause);
      if (untold != null) {
        loop.report(
            LoopFailure.of("Tasks were dropped because the loop was shut down now", cause, untold));
      }
    }
    if (!loop.agenda.hasWork() && loop.inbox.isEmpty()) {
      phase = TERMINATED;
      loop.onTerminated();
      terminated.countDown();
    }
  }

  private RejectedExecutionException rejection() {
    return new RejectedExecutionException(loop + " shut down before this could run");
  }

  boolean await(Duration timeout) throws InterruptedException {
    return terminated.await(Deadlines.saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }

  void await() throws InterruptedException {
    terminated.await();
  }

  Registration addHook(Runnable action) {
    Hook hook = new Hook(action);
    synchronized (this) {
      if (phase == OPEN || (phase == HOOKS && hookThread == null)) {
        hooks.add(hook);
        return hook;
      }
    }
    hook.run();
    return hook;
  }

  synchronized WorkGuard acquireGuard() {
    boolean drains = hookThread == Thread.currentThread();
    guards++;
    if (drains) {
      drainGuards++;
    }
    return new Guard(drains);
  }

  synchronized boolean hasGuards() {
    return guards > 0;
  }

  private synchronized void remove(Hook hook) {
    hooks.remove(hook);
  }

  private void release(boolean drains) {
    synchronized (this) {
      guards--;
      if (drains) {
        drainGuards--;
      }
    }
    // The loop may be asleep for no other reason than this guard.
    loop.wakeFor(WakeWord.AWAKE);
  }

  private final class Hook implements Registration {
    private final Runnable action;

    Hook(Runnable action) {
      this.action = action;
    }

    void run() {
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        loop.report(LoopFailure.of("A shutdown hook threw", e, action));
      }
    }

    @Override
    public void close() {
      remove(this);
    }
  }

  private final class Guard extends AtomicBoolean implements WorkGuard {
    private static final long serialVersionUID = 1L;
    private final boolean drains;

    Guard(boolean drains) {
      this.drains = drains;
    }

    @Override
    public void close() {
      if (compareAndSet(false, true)) {
        release(drains);
      }
    }
  }
}
