package dev.oneloop.benchmarks;

import java.util.concurrent.TimeUnit;
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

/**
 * How fast a round trip could be: two threads that never sleep and hand each other a number. A
 * limit, not a peer.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PingPongLimitsBenchmark {
  private static final int ROUNDS = 1_000;

  /** Who hands over. */
  public enum Limit {
    /** A volatile field on both ways. */
    VOLATILE_SPINNING
  }

  /**
   * The thread at the other end. For each iteration: it must not spin while others are measured.
   */
  @State(Scope.Benchmark)
  public static class Wall implements Runnable {
    private static final int STOP = -1;

    @Param public Limit peer = Limit.VOLATILE_SPINNING;

    private volatile int thrown;
    private volatile int returned;
    private Thread thread;

    @Setup(Level.Iteration)
    public void start() {
      thrown = 0;
      returned = 0;
      thread = new Thread(this, "wall");
      thread.start();
    }

    @TearDown(Level.Iteration)
    public void stop() throws InterruptedException {
      thrown = STOP;
      thread.join();
    }

    @Override
    public void run() {
      for (int last = 0; last != STOP; ) {
        int ball = thrown;
        if (ball != last) {
          last = ball;
          returned = ball;
        } else {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void roundTrip(Wall wall) {
    for (int i = 1; i <= ROUNDS; i++) {
      wall.thrown = i;
      while (wall.returned != i) {
        Thread.onSpinWait();
      }
    }
  }
}
