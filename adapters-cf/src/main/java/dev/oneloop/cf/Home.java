package dev.oneloop.cf;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import dev.oneloop.LoopTask;
import dev.oneloop.LoopTimer;
import dev.oneloop.Registration;
import dev.oneloop.TaskOwner;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What all futures of one loop share: how they get onto it, the stages to be run at once, the list
 * of those that have to be failed when the loop closes.
 */
final class Home implements TaskOwner {
  final EventLoop loop;
  final Trampoline trampoline = new Trampoline(this);
  final PendingFutures pending = new PendingFutures();

  /** Set once, on the loop, when it has closed. */
  private volatile boolean closed;

  private Home(EventLoop loop) {
    this.loop = loop;
  }

  static Home of(EventLoop loop) {
    return loop.attachment(Home.class, Home::create);
  }

  private static Home create(EventLoop loop) {
    Home home = new Home(loop);
    // Weak, or a loop would hold the class loader of whoever once used it through futures.
    WeakReference<Home> reference = new WeakReference<>(home);
    Registration registration =
        loop.onShutdown(() -> {
          Home live = reference.get();
          if (live != null) {
            live.onShutdown();
          }
        });
    Reaper.register(home, registration::close);
    return home;
  }

  boolean isOnLoop() {
    return loop.inEventLoop();
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes note of a future that waits for something from outside. */
  void add(LoopFuture<?> future) {
    pending.add(future, loop.inEventLoop());
  }

  @Override
  public List<String> waiting() {
    return pending.all().stream().map(future -> "future " + future).toList();
  }

  /** Whether the caller is on the loop, and the loop is open: what is to run can run at once. */
  boolean runsNow() {
    return loop.inEventLoop() && !closed;
  }

  /** Runs something at once, or right after what runs now. On the loop. */
  void runNow(Dependent node) {
    trampoline.run(node);
    if (trampoline.isHeldUp()) {
      trampoline.ensureRun();
    }
  }

  /** Runs the dependents of a complete future: now if on the loop, else in a turn. Never throws. */
  void fire(PinnedFuture<?> future) {
    if (runsNow()) {
      future.onFire();
      trampoline.fire(future);
      return;
    }
    try {
      loop.execute(new Fire(future));
    } catch (RuntimeException refused) {
      refuse(future, refused);
    }
  }

  /** After anything but a stage has completed a future: see {@link Trampoline#ensureRun}. */
  void ensureRun() {
    // On another thread the answer to the first question is worth nothing, but the second is no.
    if (trampoline.isHeldUp() && loop.inEventLoop()) {
      trampoline.ensureRun();
    }
  }

  /** Runs an action on the loop: now if there, else in a turn; what it throws is reported. */
  void runOnLoop(Runnable action) {
    try {
      if (runsNow()) {
        runNow(new Action(this, action));
      } else {
        loop.execute(action);
      }
    } catch (RuntimeException refused) {
      loop.report(LoopFailure.of("Could not run on a loop that has closed", refused, action));
    }
  }

  void sweep(PinnedFuture<?> future, Dependent newest) {
    if (closed) {
      return;
    }
    if (loop.inEventLoop()) {
      future.sweepDependents();
    } else if (newest.credit == 0) {
      try {
        loop.execute(future::sweepDependents);
      } catch (RejectedExecutionException refused) {
        // The list is about to be refused as a whole.
      }
    }
  }

  // ---------------------------------------------------------------- closing

  @Override
  public boolean takeBack(Runnable task, Throwable cause) {
    if (task instanceof SuppliedFuture<?, ?> future && future.executor.home == this) {
      future.refuse(cause);
      return true;
    }
    return false;
  }

  private void onShutdown() {
    // After what is ready already, which may complete futures.
    try {
      loop.execute(new End());
    } catch (RejectedExecutionException refused) {
      close(refused);
    }
  }

  private void close(Throwable cause) {
    CompletionException failure = new CompletionException(cause);
    for (LoopFuture<?> future : pending.takeAll()) {
      future.abandon(failure);
    }
    closed = true;
    // Those that came in between; whoever comes later sees the flag.
    for (LoopFuture<?> future : pending.takeAll()) {
      future.abandon(failure);
    }
  }

  /** Fails the dependents of a pending future; what hangs on them may still run, if on the loop. */
  void failDependents(PinnedFuture<?> future, CompletionException cause) {
    Dependent newest = future.takeDependents();
    Dependent next = newest == null ? null : Trampoline.reversed(newest);
    while (next != null) {
      Dependent node = next;
      next = node.next;
      node.next = null;
      PinnedFuture<?> target = node.refuse(cause);
      if (target != null) {
        target.conclude();
      }
    }
  }

  /**
   * Fails the dependents of a future, and all that hangs on them: the loop is closed. Any thread.
   */
  void refuse(PinnedFuture<?> future, Throwable cause) {
    Dependent newest = future.takeDependents();
    if (newest != null) {
      refuse(Trampoline.reversed(newest), cause);
    }
  }

  /** As above, for a list, oldest first. A queue instead of recursion: chains may be long. */
  void refuse(@Nullable Dependent first, Throwable cause) {
    CompletionException failure = PinnedFuture.wrapped(cause);
    ArrayDeque<PinnedFuture<?>> failed = new ArrayDeque<>();
    Dependent next = first;
    for (; ; ) {
      while (next != null) {
        Dependent node = next;
        next = node.next;
        node.next = null;
        PinnedFuture<?> target = node.refuse(failure);
        if (target == null) {
          continue;
        }
        if (target.executor.home == this) {
          failed.add(target);
        } else {
          target.conclude();
        }
      }
      PinnedFuture<?> target = failed.poll();
      if (target == null) {
        return;
      }
      Dependent newest = target.takeDependents();
      next = newest == null ? null : Trampoline.reversed(newest);
    }
  }

  void refuseDependents(PinnedFuture<?> future) {
    refuse(future, new RejectedExecutionException(loop + " has shut down and runs no more stages"));
  }

  /** Fires a future that was completed elsewhere. */
  private static final class Fire extends LoopTask {
    private final PinnedFuture<?> future;

    Fire(PinnedFuture<?> future) {
      this.future = future;
    }

    @Override
    public void run() {
      future.executor.home.fire(future);
      future.executor.home.ensureRun();
    }

    @Override
    protected void rejected(Throwable cause) {
      future.executor.home.refuse(future, cause);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is a name here
    protected Object source() {
      return future;
    }
  }

  /** Comes after the tasks that were ready at shutdown: closes, or waits until the loop does. */
  private final class End extends LoopTask {
    @Override
    public void run() {
      try {
        // Due never; handed back when the loop stops to take submissions.
        loop.scheduleAt(loop.deadlineAfter(Long.MAX_VALUE), new LastTimer());
      } catch (RejectedExecutionException refused) {
        close(refused);
      }
    }

    @Override
    protected void rejected(Throwable cause) {
      close(cause);
    }
  }

  private final class LastTimer extends LoopTimer {
    @Override
    public void run() {}

    @Override
    protected void rejected(Throwable cause) {
      close(cause);
    }
  }
}
