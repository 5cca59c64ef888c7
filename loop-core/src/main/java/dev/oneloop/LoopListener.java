package dev.oneloop;

import org.jspecify.annotations.Nullable;

/**
 * Told of what a loop does, on its thread, as it happens. For tracing and diagnostics.
 *
 * <p>A loop without a listener pays next to nothing for this. A listener must be quick and must not
 * throw; what it throws is reported and otherwise ignored.
 *
 * <p>Turns and tasks nest where a task calls {@link ManagedLoop#runNested}. What adapters run at
 * once inside of a task is part of that task.
 */
public interface LoopListener {
  /**
   * Gives the listener that is to be told of one loop: called when it is given to that loop, before
   * anything happens there. For listeners that remember something of their loop from one call to
   * the next; the others are themselves.
   */
  default LoopListener forLoop(ManagedLoop loop) {
    return this;
  }

  /** A turn begins. */
  default void beforeTurn() {}

  /** A turn has ended. */
  default void afterTurn(int tasksRun) {}

  /** A task is about to run. */
  default void beforeTask(Runnable task) {}

  /**
   * A task is about to run. This is what the loop calls; by default it calls {@link
   * #beforeTask(Runnable)}.
   *
   * @param origin where and when the task was submitted, if the loop runs in debug mode
   */
  default void beforeTask(Runnable task, @Nullable TaskOrigin origin) {
    beforeTask(task);
  }

  /** A task has returned, or thrown. */
  default void afterTask(Runnable task) {}

  /** The current task lets others run inside of it, by {@link ManagedLoop#runNested}. */
  default void beforeNested() {}

  /** The current task goes on. */
  default void afterNested() {}

  /** The loop goes to sleep until a deadline on its clock, or {@link LoopClock#NEVER}. */
  default void beforeSleep(long deadlineNanos) {}

  /** The loop has woken up. */
  default void afterSleep() {}

  /**
   * {@code pending} tasks are waiting, as many as {@code maxPending} allows: the loop is full.
   * Called on the thread whose submission was rejected.
   */
  default void onHighWater(long pending) {}

  /** The loop that was full has room again. Called on the thread that settled a task. */
  default void onLowWater(long pending) {}
}
