package dev.oneloop.benchmarks.echo;

import dev.oneloop.benchmarks.echo.Contestant.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The same work, done by everybody, in several rounds. */
final class Table {
  private final String title;
  private final String unit;
  private final Map<Contestant, List<Measurement>> rounds = new LinkedHashMap<>();

  Table(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  void add(Contestant contestant, Measurement measurement) {
    rounds.computeIfAbsent(contestant, c -> new ArrayList<>()).add(measurement);
  }

  /** Says where ours is behind somebody. */
  Stream<String> lost() {
    return Stream.concat(
        lost("per second", Measurement::perSecond),
        lost("per CPU second", Measurement::perCpuSecond));
  }

  private Stream<String> lost(String measure, ToDoubleFunction<Measurement> figure) {
    Optional<Double> ours = ours(figure);
    return rounds.keySet().stream()
        .filter(c -> c.role() == Role.PEER && ours.isPresent())
        .filter(c -> median(c, figure) > ours.get())
        .map(c ->
            "%s, %s %s: %.2f of what %s does"
                .formatted(title, unit, measure, ours.get() / median(c, figure), c.name()));
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("### ").append(title).append("\n\n| who | ").append(unit);
    text.append(" per second | ± | ours ÷ it | ").append(unit);
    text.append(" per CPU second | ± | ours ÷ it |\n|---|--:|--:|--:|--:|--:|--:|\n");
    for (Contestant contestant : rounds.keySet()) {
      text.append("| ").append(shown(contestant)).append(" |");
      append(text, contestant, Measurement::perSecond);
      append(text, contestant, Measurement::perCpuSecond);
      text.append('\n');
    }
    return text.append('\n').toString();
  }

  private static String shown(Contestant contestant) {
    return switch (contestant.role()) {
      case OURS -> "**" + contestant.name() + "**";
      case PEER -> contestant.name();
      case LIMIT -> contestant.name() + " (limit)";
    };
  }

  private void append(
      StringBuilder text, Contestant contestant, ToDoubleFunction<Measurement> figure) {
    double[] all = sorted(contestant, figure);
    double median = all[all.length / 2];
    double spread = (all[all.length - 1] - all[0]) / 2 / median;
    String lead =
        contestant.isOurs()
            ? ""
            : ours(figure)
                .map(ours -> String.format(Locale.ROOT, "%.2f", ours / median))
                .orElse("");
    text.append(String.format(Locale.ROOT, " %,.0f | %.0f %% | %s |", median, spread * 100, lead));
  }

  /** The first of ours. */
  private Optional<Double> ours(ToDoubleFunction<Measurement> figure) {
    return rounds.keySet().stream()
        .filter(Contestant::isOurs)
        .findFirst()
        .map(contestant -> median(contestant, figure));
  }

  private double median(Contestant contestant, ToDoubleFunction<Measurement> figure) {
    double[] all = sorted(contestant, figure);
    return all[all.length / 2];
  }

  private double[] sorted(Contestant contestant, ToDoubleFunction<Measurement> figure) {
    return rounds.getOrDefault(contestant, List.of()).stream()
        .mapToDouble(figure)
        .sorted()
        .toArray();
  }
}
