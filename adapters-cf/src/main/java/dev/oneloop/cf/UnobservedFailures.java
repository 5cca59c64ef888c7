package dev.oneloop.cf;

/** When a failure of a {@link LoopFuture} that nobody has looked at is reported. */
public enum UnobservedFailures {
  /** When the future has been collected, so that nobody can look at it any more. The standard. */
  WHEN_COLLECTED,
  /**
   * After the turn in which it failed: by a task that is submitted when it fails, and so runs in
   * the next turn, after its timers and after the tasks that were submitted before. Whoever looks
   * until then has looked. The standard in simulated time, where the garbage collector must not be
   * seen.
   */
  AT_END_OF_TURN
}
