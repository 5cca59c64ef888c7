package dev.oneloop.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes a page and a chart of what JMH has written.
 *
 * <p>Arguments: the page, the chart, a line that says where and when, the command, then JMH's
 * files.
 */
public final class Report {
  private Report() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 5) {
      System.err.println("usage: Report PAGE.md CHART.svg WHERE COMMAND RESULT.json...");
      System.exit(2);
    }
    List<Path> files = Arrays.stream(args).skip(4).map(Path::of).toList();
    Results results = Results.read(files);
    Files.writeString(Path.of(args[0]), page(results, args[2], args[3], Path.of(args[1])));
    Files.writeString(Path.of(args[1]), Chart.of(led(results).toList()));
  }

  private static Stream<Row> led(Results results) {
    return results.rows().stream().filter(row -> !Double.isNaN(row.lead()));
  }

  private static String page(Results results, String where, String command, Path chart) {
    StringBuilder page = new StringBuilder("# Benchmarks\n\n");
    page.append(where).append(". Command: `").append(command).append("`.\n");
    results.settings().forEach(setting -> page.append(setting).append(".\n"));
    page.append("Rounds: ").append(results.rounds()).append(".\n");
    page.append(
        """

        Figures are medians of all iterations, ± half the distance of the quartiles. "Lead" is how many
        times ours is ahead of the best peer; below 1 it is behind. Limits are bare queues without
        timers, order, failure handling or shutdown. CPU is the processor time that all Java threads
        take for an operation, waiting actively included; B/op is what the JVM's counters say.

        """);
    page.append("![Lead over the best peer](").append(chart.getFileName()).append(")\n\n");
    List<Row> lost =
        led(results)
            .filter(row -> row.lead() < 1)
            .sorted(Comparator.comparingDouble(Row::lead))
            .toList();
    page.append("## Lost rows\n\n");
    if (lost.isEmpty()) {
      page.append("None in this run.\n");
    }
    lost.forEach(row -> page.append("- ").append(summary(row)).append('\n'));
    page.append("\n## All rows\n");
    results.rows().forEach(row -> table(page, row));
    return page.toString();
  }

  private static String summary(Row row) {
    return String.format(
        Locale.ROOT,
        "%s: lead %.2f, best peer %s",
        row.title(),
        row.lead(),
        row.bestPeer().orElseThrow().peer());
  }

  private static void table(StringBuilder page, Row row) {
    page.append("\n### ").append(row.title()).append("\n\n");
    if (!Double.isNaN(row.lead())) {
      page.append(String.format(Locale.ROOT, "Lead: **%.2f**%n%n", row.lead()));
    }
    page.append("| who | ")
        .append(row.unit())
        .append(" | ± | CPU ns | B/op |\n|---|--:|--:|--:|--:|\n");
    row.ranking()
        .forEach(result ->
            page.append(
                String.format(
                    Locale.ROOT,
                    "| %s%s | %s | %.0f %% | %s | %s |%n",
                    result.isOurs() ? "**" + result.peer() + "**" : result.peer(),
                    result.isLimit() ? " (limit)" : "",
                    number(result.median()),
                    result.spread() * 100,
                    number(result.cpu()),
                    number(result.bytes()))));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (value >= 1e6) {
      return String.format(Locale.ROOT, "%.1f M", value / 1e6);
    }
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
  }
}
