package dev.oneloop.benchmarks;

import java.util.ArrayList;
import java.util.List;
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

/** Timers: most are cancelled, the rest should be punctual. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimerBenchmark {
  private static final int BATCH = 10_000;
  private static final int SERIES = 1_000;

  /** A peer with timers that stand around for the whole time. */
  @State(Scope.Benchmark)
  public static class Crowd {
    @Param({
      "ONELOOP",
      "ONELOOP_SELECTOR",
      "SCHEDULED_EXECUTOR",
      "NETTY_DEFAULT",
      "NETTY_NIO",
      "VERTX",
      "REACTOR_SINGLE",
      "RX_SINGLE"
    })
    public Peer peer = Peer.ONELOOP;

    @Param({"0", "1000000"})
    public int outstanding;

    LoopPeer loop;
    private final List<Runnable> standing = new ArrayList<>();

    @Setup
    public void start() {
      loop = peer.start();
      for (int i = 0; i < outstanding; i++) {
        // Scattered, so that no structure profits from a sorted arrival.
        long delay = 3_600_000 + (i * 7_919L) % 3_600_000;
        standing.add(loop.schedule(() -> {}, delay, TimeUnit.MILLISECONDS));
      }
      Signal filed = new Signal();
      loop.execute(filed);
      filed.await();
    }

    @TearDown
    public void stop() {
      loop.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void scheduleAndCancelInside(Crowd crowd, Signal last) {
    LoopPeer loop = crowd.loop;
    loop.execute(() -> {
      scheduleAndCancel(loop);
      last.run();
    });
    last.await();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void scheduleAndCancelOutside(Crowd crowd, Signal last) {
    scheduleAndCancel(crowd.loop);
    // What a loop leaves for later is part of the work.
    crowd.loop.execute(last);
    last.await();
  }

  /** A timer that is due at once and schedules the next: each one fires, and is filed anew. */
  private static final class Series implements Runnable {
    private final LoopPeer loop;
    private final Runnable last;
    private int left = SERIES;

    Series(LoopPeer loop, Runnable last) {
      this.loop = loop;
      this.last = last;
    }

    @Override
    public void run() {
      if (--left > 0) {
        loop.schedule(this, 1, TimeUnit.NANOSECONDS);
      } else {
        last.run();
      }
    }
  }

  /** Vert.x counts in milliseconds: its figure says no more than that. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public void fireAndScheduleAgain(Crowd crowd, Signal last) {
    crowd.loop.execute(new Series(crowd.loop, last));
    last.await();
  }

  private static void scheduleAndCancel(LoopPeer loop) {
    for (int i = 0; i < BATCH; i++) {
      loop.schedule(TimerBenchmark::nothing, 7_200_000 + i % 100, TimeUnit.MILLISECONDS).run();
    }
  }

  private static void nothing() {}

  /** By how much timers are late, in microseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Lateness {
    public double p50;
    public double p99;
    private final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);

    @Setup(Level.Iteration)
    public void reset() {
      histogram.reset();
    }

    @TearDown(Level.Iteration)
    public void read() {
      p50 = histogram.getValueAtPercentile(50) / 1e3;
      p99 = histogram.getValueAtPercentile(99) / 1e3;
    }
  }

  /** One timer of two milliseconds at a time, on a loop that sleeps meanwhile. */
  @Benchmark
  public void fire(Crowd crowd, Lateness lateness, Signal last) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
    crowd.loop.schedule(
        () -> {
          lateness.histogram.recordValue(Math.max(0, System.nanoTime() - due));
          last.run();
        },
        2,
        TimeUnit.MILLISECONDS);
    last.await();
  }
}
