package dev.oneloop.testkit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the fewest decisions that deviate from FIFO and still make a run fail: leaves out half
 * of them, then quarters, and so on, for as long as the run fails without. The caller makes the
 * runs, one for each candidate.
 */
final class Shrinker {
  /** Enough for a hundred deviations in most cases; each attempt is a run. */
  private static final int ATTEMPTS = 60;

  /** The fewest so far, and which of them deviate. */
  private int[] smallest;

  private int[] deviating;

  /** How many of them the next candidate leaves out, from where. */
  private int chunk;

  private int from;
  private int attempts;
  private int[] candidate;

  Shrinker(int[] decisions) {
    smallest = decisions.clone();
    candidate = smallest;
    deviating = deviatingIn(smallest);
    chunk = Math.max(1, deviating.length / 2);
  }

  static int deviations(int[] decisions) {
    return deviatingIn(decisions).length;
  }

  private static int[] deviatingIn(int[] decisions) {
    return IntStream.range(0, decisions.length).filter(i -> decisions[i] != 0).toArray();
  }

  /** What to run next, or null if there is nothing left to try. */
  int @Nullable [] next() {
    if (from >= deviating.length) {
      if (chunk == 1) {
        return null;
      }
      chunk = Math.max(1, chunk / 2);
      from = 0;
    }
    if (deviating.length <= 1 || ++attempts > ATTEMPTS) {
      return null;
    }
    candidate = smallest.clone();
    for (int i = from; i < Math.min(from + chunk, deviating.length); i++) {
      candidate[deviating[i]] = 0;
    }
    return candidate;
  }

  /** Tells what became of the last candidate. */
  void tried(boolean failed) {
    if (failed) {
      smallest = candidate;
      deviating = deviatingIn(smallest);
    } else {
      from += chunk;
    }
  }

  /** The fewest that were seen to fail, without what follows the last of them. */
  int[] smallest() {
    int length = deviating.length == 0 ? 0 : deviating[deviating.length - 1] + 1;
    return Arrays.copyOf(smallest, length);
  }
}
