package dev.oneloop.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what JMH has written. */
final class Results {
  private static final String LIMITS = "LimitsBenchmark";
  private static final String LIMITS_BELONG_TO = "SubmitBenchmark";

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Set<String> settings = new LinkedHashSet<>();

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

  private void add(JsonNode run) {
    boolean moreIsBetter = run.get("mode").asText().equals("thrpt");
    List<Double> bytes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> extra : run.path("secondaryMetrics").properties()) {
      if (extra.getKey().endsWith("gc.alloc.rate.norm")) {
        bytes.addAll(scores(extra.getValue()));
      } else if (!extra.getKey().contains("gc.")) {
        addTo(title(run) + ", " + extra.getKey(), false, run, extra.getValue(), List.of());
      }
    }
    addTo(title(run), moreIsBetter, run, run.get("primaryMetric"), bytes);
    settings.add(setting(run));
  }

  private void addTo(
      String title, boolean moreIsBetter, JsonNode run, JsonNode metric, List<Double> bytes) {
    // Percentiles are counters of ours, which are in microseconds.
    String unit = title.matches(".*, p\\d+") ? "µs" : metric.path("scoreUnit").asText();
    String peer = run.path("params").path("peer").asText("ONELOOP");
    rows.computeIfAbsent(title, t -> new Row(t, moreIsBetter, unit))
        .add(peer, owner(run).equals(LIMITS), scores(metric), bytes);
  }

  private static String owner(JsonNode run) {
    String name = run.get("benchmark").asText();
    int end = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', end - 1) + 1, end);
  }

  private static String title(JsonNode run) {
    String benchmark = run.get("benchmark").asText();
    String owner = owner(run).equals(LIMITS) ? LIMITS_BELONG_TO : owner(run);
    StringBuilder title = new StringBuilder(owner.replace("Benchmark", ""));
    title.append(": ").append(benchmark.substring(benchmark.lastIndexOf('.') + 1));
    for (Map.Entry<String, JsonNode> param : run.path("params").properties()) {
      if (!param.getKey().equals("peer")) {
        title.append(", ").append(param.getKey()).append(' ').append(param.getValue().asText());
      }
    }
    return title.toString();
  }

  private static String setting(JsonNode run) {
    return "A round: forks %s, %s x %s of warm-up, %s x %s of measurement; JDK %s"
        .formatted(
            run.get("forks").asText(),
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
