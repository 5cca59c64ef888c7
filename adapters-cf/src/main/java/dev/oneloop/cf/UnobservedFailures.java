package dev.oneloop.cf;

/** When a failure of a {@link LoopFuture} that nobody has looked at is reported. */
public enum UnobservedFailures {
  /** When the future has been collected, so that nobody can look at it any more. The standard. */
  WHEN_COLLECTED,
  /**
   * At the end of the turn in which it failed: as the first thing of the next one. The standard in
   * simulated time, where the garbage collector must not be seen.
   */
  AT_END_OF_TURN
}
