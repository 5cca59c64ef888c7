package dev.oneloop.benchmarks.rotation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVM of one peer in one contest: as a rule it waits for its next turn. */
final class Player implements AutoCloseable {
  private final String name;
  private final Path log;
  private final Path result;
  private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Process process;
  private Socket turns = new Socket();

  /**
   * Starts it.
   *
   * @param jmh which benchmark to run, and how
   * @param directory where to keep what it prints and finds out
   */
  Player(String name, List<String> jvm, List<String> jmh, Path directory) throws IOException {
    this.name = name;
    log = Files.createTempFile(directory, name, ".log");
    result = Files.createTempFile(directory, name, ".json");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(jvm);
    command.add("-D" + Turns.PORT + "=" + door.getLocalPort());
    // JMH would run alone on a machine: here the turns see to that.
    command.add("-Djmh.ignoreLock=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.openjdk.jmh.Main");
    command.addAll(jmh);
    // Without a fork: this JVM is there for this benchmark and this peer alone, as JMH's forks are.
    command.addAll(List.of("-f", "0", "-rf", "json", "-rff", result.toString()));
    // The turns are around what the others measure: JMH ends profilers in the reverse order.
    command.addAll(List.of("-prof", Turns.class.getName()));
    command.addAll(List.of("-prof", "gc", "-prof", CpuTime.class.getName()));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Waits until it asks for its first turn. */
  void awaitReady() throws IOException {
    door.setSoTimeout(200);
    while (process.isAlive()) {
      try {
        turns = door.accept();
        turns.setTcpNoDelay(true);
        return;
      } catch (SocketTimeoutException e) {
        // Not there yet, or not any more.
      }
    }
    throw failure();
  }

  /** Runs one iteration. False if there are no more, or it has failed: its result will tell. */
  boolean takeTurn() throws IOException {
    try {
      turns.getOutputStream().write(1);
      return turns.getInputStream().read() >= 0;
    } catch (SocketException e) {
      // It ended while the byte was on its way.
      return false;
    }
  }

  /** What JMH has found out, once there are no more turns. */
  Path result() throws IOException, InterruptedException {
    if (process.waitFor() != 0 || Files.size(result) == 0) {
      throw failure();
    }
    return result;
  }

  private IOException failure() throws IOException {
    return new IOException(name + " failed:\n" + Files.readString(log));
  }

  @Override
  public void close() throws IOException {
    turns.close();
    door.close();
    process.destroyForcibly();
  }
}
