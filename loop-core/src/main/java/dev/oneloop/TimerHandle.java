package dev.oneloop;

/** A task that was submitted for a deadline, and the means to call it off. */
public interface TimerHandle {

  /**
   * Keeps the task from running, if it has not started. May be called from any thread.
   *
   * <p>Exactly one of "cancelled" and "started" happens. On the loop the timer is removed at once;
   * from another thread what it carries is released at once and the empty shell leaves at the next
   * turn, which is not woken for it.
   *
   * @return true if this call cancelled the task; false if it has started, or was cancelled before
   */
  boolean cancel();

  /** Whether the task was cancelled before it started, by {@link #cancel} or by a shutdown. */
  boolean isCancelled();

  /** When the task was due, or is, on the scale of the loop's {@link LoopClock#nanoTime()}. */
  long deadline();
}
