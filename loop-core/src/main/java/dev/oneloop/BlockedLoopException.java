package dev.oneloop;

/**
 * Thrown in place of a wait that could never end: the thread that would wait is the one that has to
 * bring the awaited thing about.
 */
public class BlockedLoopException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param loop the loop whose thread would be blocked
   * @param awaited what the caller was about to wait for
   */
  public BlockedLoopException(EventLoop loop, Object awaited) {
    super(
        "Waiting for "
            + awaited
            + " on "
            + Thread.currentThread()
            + " would block "
            + loop
            + " for ever. Chain on it instead, or wait on another thread.");
  }

  /** For a wait that cannot be described by a loop and an object alone. */
  public BlockedLoopException(String message) {
    super(message);
  }
}
