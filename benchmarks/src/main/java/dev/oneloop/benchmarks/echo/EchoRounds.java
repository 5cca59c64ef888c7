package dev.oneloop.benchmarks.echo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has servers answer the same client, with few and with many connections. */
final class EchoRounds {
  private static final int MOST_CONNECTIONS = 16;
  private static final List<Integer> CONNECTIONS = List.of(1, 4, MOST_CONNECTIONS);

  /** For the server's compiler; it begins with the most connections. */
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(2);

  private static final Duration WARM_UP = Duration.ofMillis(250);
  private static final Duration MEASURED = Duration.ofSeconds(1);

  private final Map<Integer, Table> tables = new TreeMap<>();

  EchoRounds() {
    for (int connections : CONNECTIONS) {
      String title = "Echo, %d connection%s".formatted(connections, connections == 1 ? "" : "s");
      tables.put(connections, new Table(title, "messages"));
    }
  }

  List<Table> tables() {
    return List.copyOf(tables.values());
  }

  void round(Contestant contestant) throws IOException {
    try (ServerProcess server = ServerProcess.start(contestant.command())) {
      try (EchoClient client = new EchoClient(server.port(), MOST_CONNECTIONS)) {
        client.play(FIRST_WARM_UP);
      }
      for (Map.Entry<Integer, Table> row : tables.entrySet()) {
        try (EchoClient client = new EchoClient(server.port(), row.getKey())) {
          client.play(WARM_UP);
          row.getValue().add(contestant, measure(server, client));
        }
      }
    }
  }

  private static Measurement measure(ServerProcess server, EchoClient client) throws IOException {
    long cpu = server.cpu().toNanos();
    long start = System.nanoTime();
    long count = client.play(MEASURED);
    long end = System.nanoTime();
    return new Measurement(count, (end - start) / 1e9, (server.cpu().toNanos() - cpu) / 1e9);
  }
}
