package dev.oneloop.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * Tasks submitted from outside: each producer submits a batch, then waits for the last task of it,
 * so that nobody floods the queue without bound.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SubmitBenchmark {
  private static final int BATCH = 20_000;

  /** What a task does: as little as can be seen. */
  @State(Scope.Thread)
  public static class Work implements Runnable {
    long count;

    @Override
    public void run() {
      count++;
    }
  }

  @Benchmark
  @Threads(1)
  @OperationsPerInvocation(BATCH)
  public void fromOneThread(PeerState state, Work work, Signal last) {
    submitBatch(state.loop, work, last);
  }

  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(BATCH)
  public void fromTwoThreads(PeerState state, Work work, Signal last) {
    submitBatch(state.loop, work, last);
  }

  @Benchmark
  @Threads(4)
  @OperationsPerInvocation(BATCH)
  public void fromFourThreads(PeerState state, Work work, Signal last) {
    submitBatch(state.loop, work, last);
  }

  private static void submitBatch(LoopPeer loop, Work work, Signal last) {
    for (int i = 1; i < BATCH; i++) {
      loop.execute(work);
    }
    loop.execute(last);
    last.await();
  }
}
