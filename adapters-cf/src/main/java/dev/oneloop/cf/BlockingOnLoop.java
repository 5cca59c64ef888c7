package dev.oneloop.cf;

/**
 * What happens when a thread is about to wait for something that only this thread can bring about.
 */
public enum BlockingOnLoop {
  /** {@link dev.oneloop.BlockedLoopException} is thrown. The standard. */
  THROW,
  /** The thread waits. Somebody else must end the wait, or it never ends. */
  ALLOW
}
