package dev.oneloop.benchmarks.rotation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs JMH's benchmarks with a JVM for each peer, all of them at once, one iteration of one of them
 * at a time: a change of the machine's mood hits all alike.
 *
 * <p>Arguments: the directory for the results, how many times to run everything (each time in new
 * JVMs), iterations of warm-up, iterations that count, milliseconds of an iteration, a regular
 * expression for the benchmarks, and parameters that are to have one value only, as {@code
 * name=value}.
 */
public final class Rotation {
  private static final List<String> JVM =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-Djava.awt.headless=true",
          // Netty asks for it.
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

  private final Path directory;
  private final List<String> settings;
  private final ArrayNode results = new ObjectMapper().createArrayNode();

  private Rotation(Path directory, List<String> settings) {
    this.directory = directory;
    this.settings = settings;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 6) {
      System.err.println(
          "usage: Rotation DIRECTORY ROUNDS WARMUPS ITERATIONS MILLIS REGEX [PARAM=VALUE...]");
      System.exit(2);
    }
    Map<String, String> fixed = new TreeMap<>();
    for (int i = 6; i < args.length; i++) {
      String[] param = args[i].split("=", 2);
      fixed.put(param[0], param[1]);
    }
    List<Contest> contests = Contest.matching(args[5], fixed);
    if (contests.isEmpty()) {
      System.err.println("No benchmark matches " + args[5]);
      System.exit(2);
    }
    String time = args[4] + "ms";
    Rotation rotation =
        new Rotation(
            Files.createDirectories(Path.of(args[0])),
            List.of("-wi", args[2], "-w", time, "-i", args[3], "-r", time));
    rotation.runAll(contests, Integer.parseInt(args[1]));
  }

  private void runAll(List<Contest> contests, int rounds) throws IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      for (int i = 0; i < contests.size(); i++) {
        long start = System.nanoTime();
        run(contests.get(i));
        System.out.printf(
            Locale.ROOT,
            "round %d of %d, %2d of %d: %s, %d peers, %.0f s%n",
            round,
            rounds,
            i + 1,
            contests.size(),
            contests.get(i),
            contests.get(i).peers().size(),
            (System.nanoTime() - start) / 1e9);
        // After each contest: what is measured is not lost if a later one fails.
        new ObjectMapper().writeValue(directory.resolve("results.json").toFile(), results);
      }
    }
  }

  private void run(Contest contest) throws IOException, InterruptedException {
    List<Player> players = new ArrayList<>();
    try {
      for (String peer : contest.peers()) {
        List<String> jmh = new ArrayList<>(contest.arguments(peer));
        jmh.addAll(settings);
        players.add(new Player(peer, JVM, jmh, directory));
      }
      // None of them plays while others still start.
      for (Player player : players) {
        player.awaitReady();
      }
      List<Player> playing = new ArrayList<>(players);
      while (!playing.isEmpty()) {
        // To and fro, so that nobody has the same neighbour before it each time.
        Collections.reverse(playing);
        List<Player> done = new ArrayList<>();
        for (Player player : playing) {
          if (!player.takeTurn()) {
            done.add(player);
          }
        }
        playing.removeAll(done);
      }
      for (Player player : players) {
        new ObjectMapper().readTree(player.result().toFile()).forEach(results::add);
      }
    } finally {
      for (Player player : players) {
        player.close();
      }
    }
  }
}
