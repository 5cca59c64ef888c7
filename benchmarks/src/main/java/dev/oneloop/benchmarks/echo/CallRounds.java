package dev.oneloop.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Has loops do the rows of {@link Calls} and of {@code calls.py}. */
final class CallRounds {
  private static final String WARM_UP_SECONDS = "0.6";
  private static final String SECONDS = "0.5";

  private final Map<String, Table> tables = new LinkedHashMap<>();

  CallRounds() {
    tables.put("inside", table("call_soon / execute on the loop, 1,000 by one task"));
    tables.put("chain", table("call_soon / execute on the loop, each task submits the next"));
    tables.put("outside", table("call_soon_threadsafe / execute from another thread"));
    tables.put("cancelled", table("call_later / schedule, cancelled at once"));
    tables.put("fired", table("call_later / schedule, 1,000 timers that fire after 1 ms"));
  }

  private static Table table(String title) {
    return new Table(title, "calls");
  }

  List<Table> tables() {
    return List.copyOf(tables.values());
  }

  void round(Contestant contestant) throws IOException {
    List<String> command = new ArrayList<>(contestant.command());
    command.addAll(List.of(WARM_UP_SECONDS, SECONDS));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = output.readLine()) != null; ) {
        String[] words = line.split(" ", -1);
        Measurement measurement =
            new Measurement(
                Long.parseLong(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]));
        Objects.requireNonNull(tables.get(words[0]), line).add(contestant, measurement);
      }
    } finally {
      process.destroy();
    }
  }
}
