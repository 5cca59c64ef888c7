package dev.oneloop.simulation;

/**
 * What a simulated loop does with a submission from a foreign thread: from any but the one that
 * made the loop and the one that drives it, or drove it last.
 *
 * <p>When such a submission arrives is for the operating system to decide, so a run that has any
 * does not replay exactly. {@link dev.oneloop.SimulatedLoop#outside()} is the way to have something
 * come from outside at a moment that the simulation decides.
 */
public enum ForeignThreads {
  /** Takes it when it comes, as any loop does. */
  ANY_TIME,

  /**
   * Holds it back until the loop has neither a ready task nor a timer; then the oldest one that was
   * held back enters. To the simulation, other threads are slower than any timer. A loop that
   * always has a timer, such as a periodic one, never gets there.
   */
  AT_QUIESCENCE,

  /**
   * Throws {@link IllegalStateException}, and reports the same to the loop's exception handler, so
   * that it is known even where the exception is swallowed.
   */
  FAIL
}
