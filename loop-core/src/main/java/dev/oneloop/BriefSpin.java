package dev.oneloop;

/**
 * Decides whether a loop had better look out for work a moment longer before it puts its thread to
 * sleep: it does where that has paid off lately. Confined to the loop.
 *
 * <p>Two loops that answer each other within microseconds spend most of their time on putting their
 * threads to sleep and waking them: measured, a round trip takes 12 to 14 µs by parking and about
 * one where both still look out. And a producer that is a little slower than the loop would have to
 * wake it for every few tasks. But a loop whose next task is far off must not burn a processor for
 * it, so after failures it tries again less and less often. What can be lost is bounded by one look
 * for every success, and by one for every {@link #RAREST} sleeps.
 *
 * <p>The principle of adaptive mutexes, as of the JVM's own monitors.
 */
final class BriefSpin {
  /** About what it costs to park a thread and to wake it. */
  static final long NANOS = 30_000;

  /** How many failures in a row the best of records can afford. */
  private static final int BEST = 4;

  private static final int OFTENEST = 16;
  private static final int RAREST = 1024;

  /** With one processor nobody can submit anything while we look out. */
  private static final boolean POSSIBLE = Runtime.getRuntime().availableProcessors() > 1;

  /** Successes, less failures. */
  private int record;

  /** With no record: how many sleeps from one trial to the next. */
  private int interval = OFTENEST;

  private int untilTrial = OFTENEST;

  /** Whether to look out this time. To be followed by one of the two below. */
  boolean isDue() {
    return POSSIBLE && (record > 0 || --untilTrial <= 0);
  }

  void succeeded() {
    record = Math.min(record + 1, BEST);
    interval = OFTENEST;
  }

  void failed() {
    if (record > 0) {
      record--;
    } else {
      interval = Math.min(interval << 1, RAREST);
    }
    untilTrial = interval;
  }
}
