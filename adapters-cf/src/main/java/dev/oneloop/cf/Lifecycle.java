package dev.oneloop.cf;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopTask;
import dev.oneloop.ManagedLoop;
import dev.oneloop.Registration;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
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
 * <p>A task is known from its submission until the loop runs it or somebody takes it away, and then
 * counts as active until it has ended. Tasks without a delay take no lock on their way; those that
 * wait for a time, which are more expensive anyhow, do.
 */
final class Lifecycle {
  private static final VarHandle ACTIVE;

  private static final int RUNNING = 0;
  private static final int SHUTDOWN = 1;
  private static final int STOPPED = 2;

  /** How often somebody who waits for the end looks on his own: see {@link #end}. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  static {
    try {
      ACTIVE = MethodHandles.lookup().findVarHandle(Lifecycle.class, "active", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;
  private final boolean closesLoop;
  private final @Nullable Interruption interruption;
  private final TaskQueue queue = new TaskQueue();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Guarded by the lock. */
  private final TaskList timed = new TaskList();

  /** How many tasks run, more than one only in nested turns. Written on the loop, with release. */
  private int active;

  /** Only ever goes up. Changed under the lock. */
  private volatile int state = RUNNING;

  Lifecycle(EventLoop loop, boolean closesLoop, boolean interrupts) {
    this.loop = loop;
    this.closesLoop = closesLoop;
    this.interruption = interrupts ? new Interruption() : null;
  }

  // ---------------------------------------------------------------- tasks

  /** Submits a task to be run in a later turn. */
  void submit(Queued task) {
    // Added before the state is asked: either this sees a shutdown, or that sees the task.
    queue.add(task);
    if (state == RUNNING) {
      start(task, 0, false);
    } else if (task.withdraw()) {
      throw closed();
    }
    // If it is gone already, a shutdownNow returns it: then it was accepted.
  }

  /** Submits a task to be run at its deadline, or in a later turn if there is no delay. */
  void submit(TimedTask task, long deadline, boolean delayed) {
    if (!list(task, false)) {
      throw closed();
    }
    start(task, deadline, delayed);
  }

  /** Submits a periodic task again, from its own run. False if it may not go on. */
  boolean resubmit(TimedTask task, long deadline, boolean afterShutdown) {
    if (!list(task, afterShutdown)) {
      return false;
    }
    try {
      start(task, deadline, true);
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }

  /** Takes note of a timed task, if the state allows for it. */
  private boolean list(TimedTask task, boolean afterShutdown) {
    lock.lock();
    try {
      if (state == STOPPED || (state == SHUTDOWN && !afterShutdown)) {
        return false;
      }
      timed.add(task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands a task of this to the loop. Throws if nobody is going to run or to return it, and then it
   * is none of this any more.
   */
  private void start(Tracked task, long deadline, boolean delayed) {
    try {
      if (delayed) {
        loop.scheduleAt(deadline, task);
      } else {
        loop.execute(task);
      }
    } catch (RejectedExecutionException e) {
      // If it is gone already, a shutdownNow returns it: then it was accepted.
      if (task.withdraw()) {
        throw e;
      }
    } catch (Throwable e) {
      task.withdraw();
      throw e;
    }
    // A shutdownNow that came before the loop had the task could not take it out of there.
    if (state == STOPPED && task.withdraw()) {
      throw closed();
    }
  }

  /**
   * Lets the loop run a timed task, if nobody has settled it. Not after {@link #stop}, even if that
   * has not come to the task yet: it is the one to return it.
   */
  boolean takeToRun(TimedTask task) {
    lock.lock();
    try {
      return state != STOPPED && timed.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /** Of all who want to run or to settle a timed task, lets one do so. */
  boolean take(TimedTask task) {
    lock.lock();
    try {
      return timed.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A task is about to run, if nobody has taken it. On the loop; to be followed by {@link #end}.
   */
  void begin() {
    ACTIVE.setRelease(this, active + 1);
    if (interruption != null) {
      interruption.begin();
    }
  }

  void end() {
    if (interruption != null) {
      interruption.end();
    }
    ACTIVE.setRelease(this, active - 1);
    // No fence between this and the next line, which every task would pay for. So a shutdown at
    // this very moment may see a task that has ended, and this may not see the shutdown: that is
    // why shutdown() sends a task after it, and why those who wait look again.
    left();
  }

  /** A task has ended, or was taken away. Any thread. */
  void left() {
    queue.prune();
    if (isShutdown()) {
      endIfIdle();
    }
  }

  private RejectedExecutionException closed() {
    return new RejectedExecutionException("The executor of " + loop + " has shut down");
  }

  /** The delayed and periodic tasks that wait, at this moment. */
  List<TimedTask> timed(Predicate<TimedTask> which) {
    lock.lock();
    try {
      List<TimedTask> all = timed.copy();
      all.removeIf(which.negate());
      return all;
    } finally {
      lock.unlock();
    }
  }

  // ---------------------------------------------------------------- the end

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
    return isShutdown()
        && isIdle()
        && (!closesLoop || !(loop instanceof ManagedLoop managed) || managed.isTerminated());
  }

  /** Whether no task waits, and then none runs: in this order, since tasks go from one to other. */
  private boolean isIdle() {
    lock.lock();
    try {
      return queue.isEmpty() && timed.isEmpty() && (int) ACTIVE.getAcquire(this) == 0;
    } finally {
      lock.unlock();
    }
  }

  private void endIfIdle() {
    if (!isIdle()) {
      return;
    }
    signal();
    if (closesLoop && state != RUNNING && loop instanceof ManagedLoop managed) {
      managed.shutdown();
    }
  }

  void shutdown() {
    advanceTo(SHUTDOWN);
    endIfIdle();
    if (!isIdle()) {
      try {
        loop.execute(new Probe());
      } catch (RejectedExecutionException refused) {
        // The loop ends as well, and settles what there is.
      }
    }
  }

  /** Takes all tasks back. Interrupts the one that runs, if that is allowed. */
  List<Runnable> stop() {
    advanceTo(STOPPED);
    List<Tracked> tasks = new ArrayList<>(queue.waiting());
    tasks.addAll(timed(task -> true));
    RejectedExecutionException cause =
        new RejectedExecutionException("The executor of " + loop + " was shut down now");
    List<Runnable> handles = new ArrayList<>(tasks.size());
    for (Tracked task : tasks) {
      Runnable handle = task.evict(cause);
      if (handle != null) {
        handles.add(handle);
      }
    }
    if (interruption != null) {
      interruption.interrupt();
    }
    shutdown();
    if (closesLoop && loop instanceof ManagedLoop managed) {
      managed.shutdownNow();
    }
    return handles;
  }

  private void advanceTo(int newState) {
    lock.lock();
    try {
      state = Math.max(state, newState);
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
      while (!(isShutdown() && isIdle())) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        ended.awaitNanos(Math.min(left, LOOK_AGAIN_NANOS));
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

  /** Looks for the end on the loop, after all that ran there before. */
  private final class Probe extends LoopTask {
    @Override
    public void run() {
      left();
    }

    @Override
    protected void rejected(Throwable cause) {
      left();
    }
  }
}
