package dev.oneloop.benchmarks.echo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has servers answer the same client, with few and with many connections. */
final class EchoRounds {
  private static final int MOST_CONNECTIONS = 16;
  private static final List<Integer> CONNECTIONS = List.of(1, 4, MOST_CONNECTIONS);

  /**
   * For the server's compiler, with many connections and then with one: it shares a processor with
   * the server, and after two seconds it still took a third of the server's processor time.
   */
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(4);

  private static final Duration WARM_UP = Duration.ofMillis(250);

  /**
   * A round is measured in so many turns, all servers one after the other: a change of the
   * machine's mood hits all alike.
   */
  private static final int TURNS = 20;

  private static final Duration TURN = Duration.ofMillis(100);

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

  void round(List<Contestant> contestants) throws IOException {
    List<Course> courses = new ArrayList<>();
    try {
      for (Contestant contestant : contestants) {
        courses.add(new Course(contestant));
      }
      for (Course course : courses) {
        course.connect(MOST_CONNECTIONS, FIRST_WARM_UP);
        course.connect(1, FIRST_WARM_UP);
      }
      for (Map.Entry<Integer, Table> row : tables.entrySet()) {
        for (Course course : courses) {
          course.connect(row.getKey(), WARM_UP);
        }
        for (int turn = 0; turn < TURNS; turn++) {
          Collections.reverse(courses);
          for (Course course : courses) {
            course.takeTurn();
          }
        }
        for (Course course : courses) {
          row.getValue().add(course.contestant, course.measurement());
        }
      }
    } finally {
      for (Course course : courses) {
        course.close();
      }
    }
  }

  /** A server, the client that plays with it, and what has come of it. */
  private static final class Course implements AutoCloseable {
    private final Contestant contestant;
    private final ServerProcess server;
    private EchoClient client;
    private long count;
    private long nanos;
    private long cpuNanos;

    Course(Contestant contestant) throws IOException {
      this.contestant = contestant;
      server = ServerProcess.start(contestant.command());
      client = new EchoClient(server.port(), 0);
    }

    /** Begins anew, with so many connections. */
    void connect(int connections, Duration warmUp) throws IOException {
      client.close();
      client = new EchoClient(server.port(), connections);
      client.play(warmUp);
      count = 0;
      nanos = 0;
      cpuNanos = 0;
    }

    void takeTurn() throws IOException {
      long cpu = server.cpu().toNanos();
      long start = System.nanoTime();
      count += client.play(TURN);
      nanos += System.nanoTime() - start;
      cpuNanos += server.cpu().toNanos() - cpu;
    }

    Measurement measurement() {
      return new Measurement(count, nanos / 1e9, cpuNanos / 1e9);
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }
}
