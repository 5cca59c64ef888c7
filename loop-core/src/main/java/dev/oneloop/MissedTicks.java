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
  DELAY;

  /** The longest period: the deadlines of two neighbouring ticks can be compared. */
  private static final long LONGEST_PERIOD = Long.MAX_VALUE >> 1;

  /**
   * When the tick after one that begins to run now is due. Ticks are missed if that tick begins a
   * period late, or later; one that is less late is followed by the next one on the schedule.
   *
   * <p>With {@link #SKIP} that is the first tick that lies in the future: the tick that runs now
   * stands for all that were due by now.
   *
   * @param due when the tick that runs now was due, on the scale of {@link LoopClock#nanoTime()}
   * @param period in nanoseconds, positive; 146 years at most count
   * @param clock tells what now is; only asked if it matters
   */
  public long nextTick(long due, long period, LoopClock clock) {
    long step = Math.min(period, LONGEST_PERIOD);
    if (this == CATCH_UP) {
      return due + step;
    }
    long now = clock.nanoTime();
    long late = now - due;
    if (late < step) {
      return due + step;
    }
    return this == DELAY ? now + step : now + (step - late % step);
  }
}
