package dev.oneloop.hosts;

/** For hosts whose timers count milliseconds in an int. */
final class Millis {
  private static final long NANOS = 1_000_000;

  private Millis() {}

  /** Rounds up. What is too far is cut: an early pump is harmless, the loop asks again. */
  static int ceil(long nanos) {
    long millis = nanos / NANOS + (nanos % NANOS > 0 ? 1 : 0);
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
