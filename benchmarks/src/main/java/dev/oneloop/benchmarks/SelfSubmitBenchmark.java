package dev.oneloop.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Tasks that submit the next one, from inside the loop. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SelfSubmitBenchmark {
  private static final int TASKS = 64_000;
  private static final int CHAINS = 64;

  /** Submits itself until it has run often enough. */
  private static final class Chain implements Runnable {
    private final LoopPeer loop;
    private final Runnable last;
    private int left;

    Chain(LoopPeer loop, int length, Runnable last) {
      this.loop = loop;
      this.left = length;
      this.last = last;
    }

    @Override
    public void run() {
      if (--left > 0) {
        loop.execute(this);
      } else {
        last.run();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void oneChain(PeerState state, Signal last) {
    state.loop.execute(new Chain(state.loop, TASKS, last));
    last.await();
  }

  /** All but the last of them started first; the last one ends last, as turns are fair. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void manyChains(PeerState state, Signal last) {
    LoopPeer loop = state.loop;
    loop.execute(() -> {
      for (int i = 1; i < CHAINS; i++) {
        loop.execute(new Chain(loop, TASKS / CHAINS, () -> {}));
      }
      loop.execute(new Chain(loop, TASKS / CHAINS, last));
    });
    last.await();
  }
}
