package dev.oneloop.benchmarks.rotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * In the JVM of a peer: holds each iteration of JMH's back until it is this peer's turn, and says
 * when it is over. A profiler, as this is what JMH calls around an iteration.
 */
public final class Turns implements InternalProfiler {
  /** The property that says on which port of this machine the turns are given. */
  static final String PORT = "oneloop.benchmarks.turns";

  private @Nullable Socket referee;

  @Override
  public String getDescription() {
    return "Waits for its turn";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      if (referee == null) {
        referee = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger(PORT));
        referee.setTcpNoDelay(true);
      }
      if (referee.getInputStream().read() < 0) {
        throw new IOException("There are no more turns");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    try {
      if (referee != null) {
        referee.getOutputStream().write(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of();
  }
}
