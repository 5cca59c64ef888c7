package dev.oneloop.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneloop.benchmarks.rotation.CpuTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what JMH has written. */
final class Results {
  /** In the name of a class with limits; the rest is the name of the class it belongs to. */
  private static final String LIMITS = "Limits";

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Set<String> settings = new LinkedHashSet<>();
  private final Map<String, Integer> rounds = new HashMap<>();

  static Results read(List<Path> files) throws IOException {
    Results results = new Results();
    for (Path file : files) {
      for (JsonNode run : new ObjectMapper().readTree(file.toFile())) {
        results.add(run);
      }
    }
    return results;
  }

  Collection<Row> rows() {
    return rows.values();
  }

  /** How the runs were made. */
  Set<String> settings() {
    return settings;
  }

  /** In how many JVMs each peer ran each row; a range, if some rows were run more often. */
  String rounds() {
    IntSummaryStatistics counts =
        rounds.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    return counts.getMin() == counts.getMax()
        ? String.valueOf(counts.getMax())
        : counts.getMin() + " to " + counts.getMax();
  }

  private void add(JsonNode run) {
    rounds.merge(title(run) + run.path("params"), 1, Integer::sum);
    boolean moreIsBetter = run.get("mode").asText().equals("thrpt");
    List<Double> bytes = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (Map.Entry<String, JsonNode> extra : run.path("secondaryMetrics").properties()) {
      if (extra.getKey().endsWith("gc.alloc.rate.norm")) {
        bytes.addAll(scores(extra.getValue()));
      } else if (extra.getKey().equals(CpuTime.NAME)) {
        cpu.addAll(scores(extra.getValue()));
      } else if (!extra.getKey().contains("gc.")) {
        result(title(run) + ", " + extra.getKey(), false, run, extra.getValue())
            .addScores(scores(extra.getValue()));
      }
    }
    Row.Result result = result(title(run), moreIsBetter, run, run.get("primaryMetric"));
    result.addScores(scores(run.get("primaryMetric")));
    result.addCosts(bytes, cpu);
    settings.add(setting(run));
  }

  private Row.Result result(String title, boolean moreIsBetter, JsonNode run, JsonNode metric) {
    // Percentiles are counters of ours, which are in microseconds.
    String unit = title.matches(".*, p\\d+") ? "µs" : metric.path("scoreUnit").asText();
    String peer = run.path("params").path("peer").asText("ONELOOP");
    return rows.computeIfAbsent(title, t -> new Row(t, moreIsBetter, unit))
        .result(peer, owner(run).contains(LIMITS));
  }

  private static String owner(JsonNode run) {
    String name = run.get("benchmark").asText();
    int end = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', end - 1) + 1, end);
  }

  private static String title(JsonNode run) {
    String benchmark = run.get("benchmark").asText();
    StringBuilder title =
        new StringBuilder(owner(run).replace(LIMITS, "").replace("Benchmark", ""));
    title.append(": ").append(benchmark.substring(benchmark.lastIndexOf('.') + 1));
    for (Map.Entry<String, JsonNode> param : run.path("params").properties()) {
      if (!param.getKey().equals("peer")) {
        title.append(", ").append(param.getKey()).append(' ').append(param.getValue().asText());
      }
    }
    return title.toString();
  }

  private static String setting(JsonNode run) {
    String forks = run.get("forks").asText();
    return "%s: %s x %s of warm-up, %s x %s of measurement; JDK %s"
        .formatted(
            forks.equals("0") ? "Peers in turn, a JVM for each" : "Forks of JMH: " + forks,
            run.get("warmupIterations").asText(),
            run.get("warmupTime").asText(),
            run.get("measurementIterations").asText(),
            run.get("measurementTime").asText(),
            run.get("jdkVersion").asText());
  }

  private static List<Double> scores(JsonNode metric) {
    List<Double> all = new ArrayList<>();
    for (JsonNode fork : metric.path("rawData")) {
      for (JsonNode value : fork) {
        all.add(value.asDouble());
      }
    }
    return all;
  }
}
