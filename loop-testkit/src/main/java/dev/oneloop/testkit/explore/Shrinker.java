package dev.oneloop.testkit.explore;

import dev.oneloop.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes deviations out of a failing run as long as it fails: first many at a time, then single
 * ones, as delta debugging does (A. Zeller, R. Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", 2002); then tries smaller ones.
 *
 * <p>Whatever is taken out changes which choices come after it, so that the rest may mean something
 * else. That does no harm: what counts is that the run fails, with what it decided in fact.
 */
final class Shrinker {
  /** How many choices come with a deviation, at most, in most cases. */
  private static final int WIDEST_CUT = 3;

  private final Explorer explorer;
  private final Class<?> kind;
  private Failure best;
  private int runs;

  Shrinker(Explorer explorer, Failure failure) {
    this.explorer = explorer;
    this.kind = failure.thrown().getClass();
    this.best = failure;
    this.runs = failure.runs();
  }

  Failure shrink() {
    // Once more by its decisions: a seed as such cannot be reduced.
    tryOut(best.decisions());
    boolean smaller = true;
    while (smaller) {
      smaller = leaveOut() || cutOut() || lower();
    }
    return best;
  }

  /** Tries to do without some of the deviations. True if that worked out. */
  private boolean leaveOut() {
    boolean any = false;
    int deviations = best.deviations();
    for (int size = Math.max(1, deviations / 2); size > 0; size /= 2) {
      for (int from = 0; from < best.deviations(); ) {
        if (tryOut(without(best.decisions(), from, size))) {
          any = true;
        } else {
          from += size;
        }
      }
    }
    return any;
  }

  private static int[] without(int[] decisions, int from, int size) {
    int[] fewer = decisions.clone();
    List<Integer> deviating = deviating(decisions);
    for (int i = from; i < Math.min(from + size, deviating.size()); i++) {
      fewer[deviating.get(i)] = 0;
    }
    return fewer;
  }

  /**
   * Tries to do without a deviation and the choices that come with it, so that what follows keeps
   * its meaning. True if that worked out.
   */
  private boolean cutOut() {
    for (int from = 0; from < best.decisions().length; from++) {
      for (int size = 1; size <= WIDEST_CUT; size++) {
        if (tryOut(cut(best.decisions(), from, size))) {
          return true;
        }
      }
    }
    return false;
  }

  private static int[] cut(int[] decisions, int from, int size) {
    int end = Math.min(from + size, decisions.length);
    return IntStream.concat(
            Arrays.stream(decisions, 0, from), Arrays.stream(decisions, end, decisions.length))
        .toArray();
  }

  /** Tries smaller deviations in place of large ones. True if that worked out. */
  private boolean lower() {
    boolean any = false;
    for (int i = 0; i < deviating(best.decisions()).size(); i++) {
      int position = deviating(best.decisions()).get(i);
      for (int value = 1; value < valueAt(position); value++) {
        int[] smaller = best.decisions();
        smaller[position] = value;
        if (tryOut(smaller)) {
          any = true;
          break;
        }
      }
    }
    return any;
  }

  private int valueAt(int position) {
    int[] decisions = best.decisions();
    return position < decisions.length ? decisions[position] : 0;
  }

  private static List<Integer> deviating(int[] decisions) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < decisions.length; i++) {
      if (decisions[i] != 0) {
        positions.add(i);
      }
    }
    return positions;
  }

  /** Runs the program with other decisions; true if it fails alike and they are simpler. */
  private boolean tryOut(int[] decisions) {
    @Nullable Failure failure =
        explorer.run(Simulation.replay(best.simulation().mode(), decisions), ++runs);
    if (failure == null || failure.thrown().getClass() != kind) {
      return false;
    }
    Failure exact =
        new Failure(failure.replay(), failure.decisions(), failure.thrown(), failure.trace(), runs);
    boolean simpler = isSimpler(exact, best);
    if (simpler || best.simulation().toString().equals(exact.simulation().toString())) {
      best = exact;
    }
    return simpler;
  }

  private static boolean isSimpler(Failure a, Failure b) {
    if (a.deviations() != b.deviations()) {
      return a.deviations() < b.deviations();
    }
    if (a.decisions().length != b.decisions().length) {
      return a.decisions().length < b.decisions().length;
    }
    return sum(a) < sum(b);
  }

  private static int sum(Failure failure) {
    int sum = 0;
    for (int decision : failure.decisions()) {
      sum += decision;
    }
    return sum;
  }
}
