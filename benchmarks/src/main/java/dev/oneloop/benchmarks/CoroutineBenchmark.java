package dev.oneloop.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What coroutines do, on each dispatcher; see {@link CoroutineWork}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CoroutineBenchmark {
  /** A running dispatcher. */
  @State(Scope.Benchmark)
  public static class Dispatcher {
    /** Who is measured. */
    @Param public DispatcherPeer peer = DispatcherPeer.ONELOOP;

    DispatcherPeer.Started started;

    @Setup
    public void start() {
      started = peer.start();
    }

    @TearDown
    public void stop() {
      started.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(CoroutineWork.TIMES)
  public void yielding(Dispatcher on) {
    CoroutineRunner.yields(on.started);
  }

  @Benchmark
  @OperationsPerInvocation(CoroutineWork.TIMES)
  public void rendezvousChannel(Dispatcher on) {
    CoroutineRunner.rendezvous(on.started);
  }

  @Benchmark
  @OperationsPerInvocation(CoroutineWork.TIMES)
  public void bufferedChannel(Dispatcher on) {
    CoroutineRunner.buffered(on.started);
  }

  @Benchmark
  @OperationsPerInvocation(CoroutineWork.TIMES)
  public void launch(Dispatcher on) {
    CoroutineRunner.launches(on.started);
  }

  @Benchmark
  @OperationsPerInvocation(CoroutineWork.CROWD)
  public void millisecondDelays(Dispatcher on) {
    CoroutineRunner.delays(on.started);
  }

  @Benchmark
  @OperationsPerInvocation(CoroutineWork.TIMES)
  public void timeoutThatDoesNotFire(Dispatcher on) {
    CoroutineRunner.timeouts(on.started);
  }

  @Benchmark
  @OperationsPerInvocation(CoroutineWork.HOPS)
  public void hopFromDefaultAndBack(Dispatcher on) {
    CoroutineRunner.hops(on.started);
  }
}
