package dev.oneloop.benchmarks;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Two loops that wake each other: both sleep between one message and the next. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PingPongBenchmark {
  private static final int ROUNDS = 1_000;

  /** Two loops of a kind. */
  @State(Scope.Benchmark)
  public static class Pair {
    @Param public Peer peer = Peer.ONELOOP;
    LoopPeer left;
    LoopPeer right;

    @Setup
    public void start() {
      left = peer.start();
      right = peer.start();
    }

    @TearDown
    public void stop() {
      left.close();
      right.close();
    }
  }

  /** How long the rounds took, in microseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class RoundTrips {
    public double p50;
    public double p99;
    public double p999;
    private final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);

    @Setup(Level.Iteration)
    public void reset() {
      histogram.reset();
    }

    @TearDown(Level.Iteration)
    public void read() {
      p50 = histogram.getValueAtPercentile(50) / 1e3;
      p99 = histogram.getValueAtPercentile(99) / 1e3;
      p999 = histogram.getValueAtPercentile(99.9) / 1e3;
    }
  }

  /** The ball. */
  private static final class Ball implements Runnable {
    private final Pair pair;
    private final Histogram histogram;
    private final Runnable last;
    private boolean atLeft = true;
    private int left = ROUNDS;
    private long thrown = System.nanoTime();

    Ball(Pair pair, Histogram histogram, Runnable last) {
      this.pair = pair;
      this.histogram = histogram;
      this.last = last;
    }

    @Override
    public void run() {
      if (atLeft) {
        atLeft = false;
        pair.right.execute(this);
        return;
      }
      atLeft = true;
      if (left < ROUNDS) {
        long now = System.nanoTime();
        histogram.recordValue(Math.min(now - thrown, histogram.getHighestTrackableValue()));
        thrown = now;
      }
      if (--left > 0) {
        pair.left.execute(this);
      } else {
        last.run();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void roundTrip(Pair pair, RoundTrips trips, Signal last) {
    pair.left.execute(new Ball(pair, trips.histogram, last));
    last.await();
  }
}
