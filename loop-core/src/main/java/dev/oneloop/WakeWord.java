package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether somebody has to wake the loop: one word, either {@link #AWAKE} or "asleep until T", where
 * T counts nanoseconds from the loop's birth.
 *
 * <p>The loop announces its sleep here and then looks at its inbox once more; a producer pushes and
 * then looks here. Both are volatile accesses, so at least one of them sees the other (Dekker's
 * argument). Of the producers that see a sleeper, the one whose exchange succeeds wakes it: at most
 * one wake-up for each sleep.
 *
 * <p>A loop that is awake leaves the word alone, and so do its producers: the line stays shared in
 * all caches. A hosted loop is "awake" from the posting of a pump to the end of its turn.
 */
final class WakeWord extends Padded {
  static final long AWAKE = -1;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(WakeWord.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long word = AWAKE;

  /** The loop is about to sleep. Followed by another look at what could keep it awake. */
  void sleepUntil(long time) {
    word = time;
  }

  /** The loop has work again. */
  void awake() {
    if (word != AWAKE) {
      word = AWAKE;
    }
  }

  /** Whether the loop sleeps, and past the given time. */
  boolean isAsleepPast(long time) {
    return word > time;
  }

  boolean isAsleep() {
    return word != AWAKE;
  }

  /** True for the one caller that ends a sleep which would last past the given time. */
  boolean tryWake(long time) {
    for (; ; ) {
      long w = word;
      if (w <= time) {
        return false;
      }
      if (WORD.compareAndSet(this, w, AWAKE)) {
        return true;
      }
    }
  }
}
