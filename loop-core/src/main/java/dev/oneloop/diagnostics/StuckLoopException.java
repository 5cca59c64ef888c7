package dev.oneloop.diagnostics;

/**
 * What a {@link Watchdog} reports: a task has not ended for too long. Its stack trace is that of
 * the loop's thread.
 */
public final class StuckLoopException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StuckReason reason;
  private final boolean selfDeadlock;

  StuckLoopException(
      String message, StuckReason reason, boolean selfDeadlock, StackTraceElement[] stack) {
    super(message);
    this.reason = reason;
    this.selfDeadlock = selfDeadlock;
    setStackTrace(stack);
  }

  /** What the loop's thread was found to be doing. */
  public StuckReason reason() {
    return reason;
  }

  /**
   * Whether the loop seems to wait for itself: its thread waits for something, and tasks or timers
   * that could bring it about wait for the thread.
   */
  public boolean isSelfDeadlock() {
    return selfDeadlock;
  }
}
