package dev.oneloop.testkit.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the simplest decisions with which a run still fails. Takes out deviations from FIFO:
 * first many at a time, then single ones, as delta debugging does (A. Zeller, R. Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input", 2002); then tries smaller ones. The caller
 * makes the runs, one for each {@linkplain #next candidate}, and {@linkplain #tried tells} what
 * became of it.
 *
 * <p>Whatever is taken out changes which choices come after it, so that the rest may mean something
 * else. That does no harm: what counts is that the run fails, with what it decided in fact.
 */
public final class Shrinker {
  private final List<Pass> passes = List.of(new LeaveOut(), new CutOut(), new Lower());
  private int pass;

  /** Whether the current pass has come to something. */
  private boolean helped;

  private int[] simplest;
  private int attempts;

  /**
   * @param decisions of a run that failed
   * @param attempts how many candidates to try at the most
   */
  public Shrinker(int[] decisions, int attempts) {
    this.simplest = decisions.clone();
    this.attempts = attempts;
    passes.get(0).begin();
  }

  /** How many decisions deviate from FIFO. */
  public static int deviations(int[] decisions) {
    return deviating(decisions).length;
  }

  private static int[] deviating(int[] decisions) {
    return IntStream.range(0, decisions.length).filter(i -> decisions[i] != 0).toArray();
  }

  /** What to run next, or null if there is nothing left to try. */
  public int @Nullable [] next() {
    while (attempts > 0) {
      int[] candidate = passes.get(pass).candidate();
      if (candidate != null) {
        attempts--;
        return upToLastDeviation(candidate);
      }
      pass = helped ? 0 : pass + 1;
      helped = false;
      if (pass == passes.size()) {
        attempts = 0;
      } else {
        passes.get(pass).begin();
      }
    }
    return null;
  }

  private static int[] upToLastDeviation(int[] decisions) {
    int[] deviating = deviating(decisions);
    return Arrays.copyOf(
        decisions, deviating.length == 0 ? 0 : deviating[deviating.length - 1] + 1);
  }

  /**
   * Takes note of the run of the last candidate.
   *
   * @param failedWith what the run decided in fact if it failed as the first one did, else null
   * @return whether this is the simplest so far
   */
  public boolean tried(int @Nullable [] failedWith) {
    if (failedWith == null || !isSimpler(failedWith, simplest)) {
      passes.get(pass).advance();
      return false;
    }
    simplest = failedWith.clone();
    helped = true;
    return true;
  }

  private static boolean isSimpler(int[] a, int[] b) {
    if (deviations(a) != deviations(b)) {
      return deviations(a) < deviations(b);
    }
    if (a.length != b.length) {
      return a.length < b.length;
    }
    return IntStream.of(a).sum() < IntStream.of(b).sum();
  }

  /** The simplest that were seen to fail. */
  public int[] simplest() {
    return simplest.clone();
  }

  /** Goes through the candidates of one kind. One that fails takes the place of the simplest. */
  private interface Pass {
    void begin();

    /** Where the pass has come to, or null at its end. */
    int @Nullable [] candidate();

    /** Goes on from a candidate that came to nothing. */
    void advance();
  }

  /** Does without some of the deviations. */
  private final class LeaveOut implements Pass {
    private int size;
    private int from;

    @Override
    public void begin() {
      size = Math.max(1, deviations(simplest) / 2);
      from = 0;
    }

    @Override
    public int @Nullable [] candidate() {
      int[] deviating = deviating(simplest);
      while (from >= deviating.length) {
        if (size == 1) {
          return null;
        }
        size /= 2;
        from = 0;
      }
      int[] fewer = simplest.clone();
      for (int i = from; i < Math.min(from + size, deviating.length); i++) {
        fewer[deviating[i]] = 0;
      }
      return fewer;
    }

    @Override
    public void advance() {
      from += size;
    }
  }

  /**
   * Does without a deviation and the choices that come with it, so that what follows keeps its
   * meaning.
   */
  private final class CutOut implements Pass {
    /** How many choices come with a deviation, at most, in most cases. */
    private static final int WIDEST = 3;

    private int size;
    private int from;

    @Override
    public void begin() {
      size = 1;
      from = 0;
    }

    @Override
    public int @Nullable [] candidate() {
      if (from >= simplest.length) {
        return null;
      }
      int end = Math.min(from + size, simplest.length);
      return IntStream.concat(
              Arrays.stream(simplest, 0, from), Arrays.stream(simplest, end, simplest.length))
          .toArray();
    }

    @Override
    public void advance() {
      if (size < WIDEST) {
        size++;
      } else {
        size = 1;
        from++;
      }
    }
  }

  /** Puts smaller deviations in place of large ones. */
  private final class Lower implements Pass {
    private int index;
    private int value;

    @Override
    public void begin() {
      index = 0;
      value = 1;
    }

    @Override
    public int @Nullable [] candidate() {
      int[] deviating = deviating(simplest);
      while (index < deviating.length && value >= simplest[deviating[index]]) {
        index++;
        value = 1;
      }
      if (index >= deviating.length) {
        return null;
      }
      int[] lower = simplest.clone();
      lower[deviating[index]] = value;
      return lower;
    }

    @Override
    public void advance() {
      value++;
    }
  }
}
