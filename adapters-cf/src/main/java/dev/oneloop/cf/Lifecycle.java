package dev.oneloop.cf;

import dev.oneloop.EventLoop;
import dev.oneloop.ManagedLoop;
import dev.oneloop.Registration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How an executor ends apart from its loop: knows its tasks, and whether it has shut down.
 *
 * <p>A task is in the list from its submission until it starts. Whoever takes it out of the list
 * decides what becomes of it: the loop, which runs it, a cancellation, or a shutdown.
 */
final class Lifecycle {
  private static final int RUNNING = 0;
  private static final int SHUTDOWN = 1;
  private static final int STOPPED = 2;

  private final EventLoop loop;
  private final boolean closesLoop;
  private final boolean interrupts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Guarded by the lock. */
  private final TaskList tasks = new TaskList();

  /** Guarded by the lock: tasks that run, more than one only in nested turns. */
  private int active;

  /** Guarded by the lock: the thread that runs the innermost of them. */
  private @Nullable Thread runner;

  /** Guarded by the lock: whether {@link #runner} was interrupted for the sake of its task. */
  private boolean interrupted;

  /** Changed under the lock. */
  private volatile int state = RUNNING;

  Lifecycle(EventLoop loop, boolean closesLoop, boolean interrupts) {
    this.loop = loop;
    this.closesLoop = closesLoop;
    this.interrupts = interrupts;
  }

  /** Takes a task in, before it is submitted to the loop. */
  void admit(Tracked task) {
    lock.lock();
    try {
      if (state != RUNNING) {
        throw new RejectedExecutionException("The executor of " + loop + " has shut down");
      }
      tasks.add(task);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a periodic task in again. False if it may not go on. */
  boolean readmit(Tracked task, boolean afterShutdown) {
    lock.lock();
    try {
      if (state == STOPPED || (state == SHUTDOWN && !afterShutdown)) {
        return false;
      }
      tasks.add(task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a task out that is not to run. False if it is not in: others decided on it before. */
  boolean remove(Tracked task) {
    lock.lock();
    try {
      boolean removed = tasks.remove(task);
      signalIfEnded();
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** A task is about to run. False if it must not. To be followed by {@link #end}. */
  boolean begin(Tracked task) {
    lock.lock();
    try {
      if (!tasks.remove(task)) {
        return false;
      }
      active++;
      runner = Thread.currentThread();
      interrupted = false;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      active--;
      runner = null;
      if (interrupted) {
        // It was for the task that has ended; the next one must not see it.
        interrupted = false;
        Thread.interrupted();
      }
      signalIfEnded();
    } finally {
      lock.unlock();
    }
  }

  boolean isShutdown() {
    return state != RUNNING || loop.isShutdown();
  }

  /** Whether this was shut down, apart from the loop. */
  boolean isClosed() {
    return state != RUNNING;
  }

  boolean isStopped() {
    return state == STOPPED;
  }

  boolean isTerminated() {
    if (!isShutdown()) {
      return false;
    }
    lock.lock();
    try {
      return hasEnded();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasEnded() {
    return isShutdown()
        && tasks.isEmpty()
        && active == 0
        && (!closesLoop || !(loop instanceof ManagedLoop managed) || managed.isTerminated());
  }

  private void signalIfEnded() {
    if (active == 0 && tasks.isEmpty() && isShutdown()) {
      ended.signalAll();
    }
  }

  void shutdown() {
    lock.lock();
    try {
      if (state == RUNNING) {
        state = SHUTDOWN;
      }
      signalIfEnded();
    } finally {
      lock.unlock();
    }
    if (closesLoop && loop instanceof ManagedLoop managed) {
      managed.shutdown();
    }
  }

  /** Takes all tasks out and returns them. Interrupts the one that runs, if that is allowed. */
  List<Tracked> stop() {
    List<Tracked> taken;
    lock.lock();
    try {
      state = STOPPED;
      taken = tasks.copy();
      taken.forEach(tasks::remove);
      Thread running = runner;
      if (interrupts && running != null) {
        interrupted = true;
        running.interrupt();
      }
      signalIfEnded();
    } finally {
      lock.unlock();
    }
    if (closesLoop && loop instanceof ManagedLoop managed) {
      managed.shutdownNow();
    }
    return taken;
  }

  /** The tasks that wait, at this moment. */
  List<Tracked> pending(Predicate<Tracked> which) {
    lock.lock();
    try {
      List<Tracked> all = tasks.copy();
      all.removeIf(which.negate());
      return all;
    } finally {
      lock.unlock();
    }
  }

  boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(timeout);
    // The loop may be shut down while this waits.
    Registration hook = loop.onShutdown(this::signal);
    try {
      if (!awaitTasks(end)) {
        return false;
      }
    } finally {
      hook.close();
    }
    if (closesLoop && loop instanceof ManagedLoop managed) {
      return managed.awaitTermination(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return true;
  }

  private boolean awaitTasks(long end) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!(isShutdown() && tasks.isEmpty() && active == 0)) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        ended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
