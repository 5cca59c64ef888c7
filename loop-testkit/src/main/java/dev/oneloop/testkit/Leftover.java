package dev.oneloop.testkit;

/** What a test on a simulated loop may leave behind only if it says so. */
public enum Leftover {
  /** Tasks that were submitted and have not run. */
  TASKS,

  /** Timers that are not due yet, periodic ones included. */
  TIMERS,

  /**
   * Failures that reached the loop's exception handler: of tasks, of coroutines, of futures that
   * nobody looked at, of Rx streams without an error handler; and submissions of foreign threads,
   * where these are forbidden.
   */
  FAILURES
}
