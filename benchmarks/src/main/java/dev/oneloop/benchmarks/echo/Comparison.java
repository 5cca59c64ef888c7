package dev.oneloop.benchmarks.echo;

import dev.oneloop.benchmarks.echo.Contestant.Role;
import io.netty.util.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs everybody in turn, a few rounds, and writes a page.
 *
 * <p>Arguments: the page, a line that says where and when, the command, the Python to use, and the
 * number of rounds. To be run in the project's folder.
 */
public final class Comparison {
  private final List<Contestant> servers = new ArrayList<>();
  private final List<Contestant> callers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final EchoRounds echo = new EchoRounds();
  private final CallRounds calls = new CallRounds();

  private Comparison(Python python) {
    notes.add(
        "JDK %s (%s), Netty %s"
            .formatted(Runtime.version(), System.getProperty("java.vm.name"), nettyVersion()));
    servers.add(java("Oneloop", Role.OURS, "EchoServer"));
    servers.add(java("Netty NIO", Role.PEER, "NettyEchoServer"));
    servers.add(java("A bare selector", Role.LIMIT, "BareEchoServer"));
    callers.add(java("Oneloop, with a selector", Role.OURS, "Calls", "selector"));
    callers.add(java("Oneloop, parking", Role.OURS, "Calls", "thread"));
    Optional<String> version = python.version();
    if (version.isPresent()) {
      notes.add("Python " + version.get());
      add(python, "asyncio");
    } else {
      skip("asyncio", "there is no Python at " + python);
    }
    Optional<String> uvloop = python.uvloopVersion();
    if (uvloop.isPresent()) {
      notes.add("uvloop " + uvloop.get());
      add(python, "uvloop");
    } else {
      skip("uvloop", python + " does not have it; on Debian, apt-get install python3-uvloop");
    }
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      System.err.println("usage: Comparison PAGE.md WHERE COMMAND PYTHON ROUNDS");
      System.exit(2);
    }
    Comparison comparison = new Comparison(new Python(args[3]));
    int rounds = Integer.parseInt(args[4]);
    comparison.run(rounds);
    Files.writeString(Path.of(args[0]), comparison.page(args[1], args[2], rounds));
  }

  private static String nettyVersion() {
    return Objects.requireNonNull(Version.identify().get("netty-transport")).artifactVersion();
  }

  private static Contestant java(String name, Role role, String main, String... arguments) {
    Stream<String> command =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Comparison.class.getPackageName() + "." + main);
    return new Contestant(name, role, Stream.concat(command, Stream.of(arguments)).toList());
  }

  private void add(Python python, String loop) {
    servers.add(new Contestant(loop, Role.PEER, python.command("echo.py", loop)));
    callers.add(new Contestant(loop, Role.PEER, python.command("calls.py", loop)));
  }

  private void skip(String name, String why) {
    notes.add(name + " was skipped: " + why);
    System.err.println(notes.get(notes.size() - 1));
  }

  private void run(int rounds) throws IOException {
    for (int round = 1; round <= rounds; round++) {
      System.err.println("Round " + round + " of " + rounds);
      echo.round(servers);
      for (Contestant caller : callers) {
        calls.round(caller);
      }
    }
  }

  private String page(String where, String command, int rounds) {
    List<Table> tables = Stream.of(echo.tables(), calls.tables()).flatMap(List::stream).toList();
    StringBuilder page = new StringBuilder("# Beside Netty, asyncio and uvloop\n\n");
    page.append(where).append(". Command: `").append(command).append("`.\n");
    notes.forEach(note -> page.append(note).append(".\n"));
    page.append(
        """

        Every program has a process of its own, and one thread for its loop. A figure is the median of %d rounds, ± half the distance between the least and the greatest. "Per CPU second" counts the CPU time of the whole process, its compiler and garbage collector included. "Ours ÷ it" is how many times ours is ahead; below 1 it is behind.

        Echo: the client keeps one message of 1 KiB on its way on each connection and compares every answer; it is the same for all, and busy all the time on a processor of its own. The servers have turns of a tenth of a second. Calls: `Calls.java` and `calls.py` do the same on Java's and Python's loops.

        """
            .formatted(rounds));
    page.append("## Lost rows\n\n");
    List<String> lost = tables.stream().flatMap(Table::lost).toList();
    if (lost.isEmpty()) {
      page.append("None in this run.\n");
    }
    lost.forEach(row -> page.append("- ").append(row).append(".\n"));
    page.append("\n## All rows\n\n");
    tables.forEach(table -> page.append(table.markdown()));
    return page.toString().stripTrailing() + "\n";
  }
}
