package dev.oneloop;

/**
 * What a periodic task does about the ticks it missed, because the loop was busy or the machine
 * slept.
 *
 * <p>The adapters that have periodic tasks all use this one vocabulary.
 */
public enum MissedTicks {
  /** Run once for every missed tick, one after the other, until the schedule is caught up. */
  CATCH_UP,
  /** Run once, then go on with the original schedule: ticks stay on their grid. */
  SKIP,
  /** Run once, and move the schedule: the next tick is a full period after this one. */
  DELAY
}
