package dev.oneloop;

/**
 * Where and when a task was submitted. Kept in {@linkplain LoopBuilder#debug debug mode}; made for
 * its stack trace and never thrown.
 */
public final class TaskOrigin extends Throwable {
  private static final long serialVersionUID = 1L;

  /** In place of a time: the task is not late, whenever it starts. */
  static final long NEVER_DUE = Long.MAX_VALUE;

  private final long dueNanos;

  TaskOrigin(long dueNanos) {
    super("Submitted on " + Thread.currentThread().getName());
    this.dueNanos = dueNanos;
  }

  /**
   * For how long the task has waited although it might have started, in real nanoseconds: since its
   * submission or, if that is later, since its deadline. Negative if the deadline is to come; zero
   * if the deadline is on a clock that somebody moves by hand.
   *
   * @param now a reading of {@link System#nanoTime()}
   */
  public long lateBy(long now) {
    return dueNanos == NEVER_DUE ? 0 : now - dueNanos;
  }
}
