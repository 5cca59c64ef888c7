package dev.oneloop;

/**
 * Told of what a loop does, on its thread, as it happens. For tracing and diagnostics.
 *
 * <p>A loop without a listener pays next to nothing for this. A listener must be quick and must not
 * throw; what it throws is reported and otherwise ignored.
 */
public interface LoopListener {
  /** A turn begins. */
  default void beforeTurn() {}

  /** A turn has ended. */
  default void afterTurn(int tasksRun) {}

  /** A task is about to run. */
  default void beforeTask(Runnable task) {}

  /** A task has returned, or thrown. */
  default void afterTask(Runnable task) {}

  /** The loop goes to sleep until a deadline on its clock, or {@link LoopClock#NEVER}. */
  default void beforeSleep(long deadlineNanos) {}

  /** The loop has woken up. */
  default void afterSleep() {}

  /** {@code pending} tasks are waiting, as many as {@code maxPending} allows: the loop is full. */
  default void onHighWater(long pending) {}

  /** The loop that was full has room again. */
  default void onLowWater(long pending) {}
}
