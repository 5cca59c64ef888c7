package dev.oneloop;

/**
 * Decides whether to try something that costs a moment and may save more: it is tried where that
 * has paid off lately, and otherwise less and less often. Confined to the loop.
 *
 * <p>What can be lost is bounded by one trial for every success, and by one for every {@link
 * #RAREST} occasions. The principle of adaptive mutexes, as of the JVM's own monitors.
 */
final class TrackRecord {
  /** How many failures in a row the best of records can afford. */
  private static final int BEST = 4;

  private static final int OFTENEST = 16;
  private static final int RAREST = 1024;

  /** With one processor nobody can submit anything while we look out. */
  private static final boolean POSSIBLE = Runtime.getRuntime().availableProcessors() > 1;

  /** Successes, less failures. */
  private int record;

  /** With no record: how many occasions from one trial to the next. */
  private int interval = OFTENEST;

  private int untilTrial = OFTENEST;

  /** Whether to try this time. To be followed by {@link #note}. */
  boolean isDue() {
    return POSSIBLE && (record > 0 || --untilTrial <= 0);
  }

  void note(boolean paidOff) {
    if (paidOff) {
      record = Math.min(record + 1, BEST);
      interval = OFTENEST;
      return;
    }
    if (record > 0) {
      record--;
    } else {
      interval = Math.min(interval << 1, RAREST);
    }
    untilTrial = interval;
  }
}
