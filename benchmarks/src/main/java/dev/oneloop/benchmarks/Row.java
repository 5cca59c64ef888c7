package dev.oneloop.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A line of the report: the same work on everybody who did it. */
final class Row {
  private static final String OURS = "ONELOOP";

  private final String title;
  private final boolean moreIsBetter;
  private final String unit;
  private final Map<String, Result> results = new LinkedHashMap<>();

  Row(String title, boolean moreIsBetter, String unit) {
    this.title = title;
    this.moreIsBetter = moreIsBetter;
    this.unit = unit;
  }

  /** What one contestant reached, over all rounds. */
  static final class Result {
    private final String peer;
    private final boolean limit;
    private final List<Double> scores = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();

    Result(String peer, boolean limit) {
      this.peer = peer;
      this.limit = limit;
    }

    void addScores(List<Double> more) {
      scores.addAll(more);
    }

    void addCosts(List<Double> moreBytes, List<Double> moreCpu) {
      bytes.addAll(moreBytes);
      cpu.addAll(moreCpu);
    }

    String peer() {
      return peer;
    }

    boolean isLimit() {
      return limit;
    }

    boolean isOurs() {
      return peer.equals(OURS);
    }

    /** Neither a limit, nor ours in another place, such as on a host. */
    boolean isPeer() {
      return !limit && !peer.startsWith(OURS);
    }

    double median() {
      return quantile(scores, 0.5);
    }

    /** Half the distance of the quartiles, as a share of the median. */
    double spread() {
      return (quantile(scores, 0.75) - quantile(scores, 0.25)) / 2 / median();
    }

    /** Per operation; NaN if not measured. */
    double bytes() {
      return bytes.isEmpty() ? Double.NaN : quantile(bytes, 0.5);
    }

    /** Nanoseconds of all threads per operation; NaN if not measured. */
    double cpu() {
      return cpu.isEmpty() ? Double.NaN : quantile(cpu, 0.5);
    }

    private static double quantile(List<Double> values, double q) {
      List<Double> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      return sorted.get((int) Math.round(q * (sorted.size() - 1)));
    }
  }

  /** What a contestant reached, to be added to. */
  Result result(String peer, boolean limit) {
    return results.computeIfAbsent(peer, p -> new Result(p, limit));
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  /** Best first. */
  Stream<Result> ranking() {
    Comparator<Result> byScore = Comparator.comparingDouble(Result::median);
    return results.values().stream().sorted(moreIsBetter ? byScore.reversed() : byScore);
  }

  Optional<Result> bestPeer() {
    return ranking().filter(Result::isPeer).findFirst();
  }

  /** How many times ours is ahead of the best peer; below one it is behind. NaN without either. */
  double lead() {
    Result ours = results.get(OURS);
    Optional<Result> best = bestPeer();
    if (ours == null || best.isEmpty()) {
      return Double.NaN;
    }
    double ratio = ours.median() / best.get().median();
    return moreIsBetter ? ratio : 1 / ratio;
  }
}
