package dev.oneloop.benchmarks;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.cf.LoopExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

/**
 * Stages on a loop's thread. The JDK's futures run them on whatever thread completes, which here is
 * the loop's as well: they have less to see to, so they are the mark to reach.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FutureBenchmark {
  private static final int BATCH = 10_000;
  private static final int CHAIN = 10;

  /** Whose futures. */
  public enum Futures {
    /** Ours: pinned to the loop. */
    ONELOOP,
    /** The JDK's. */
    JDK
  }

  /** A loop, and futures of one kind. */
  @State(Scope.Benchmark)
  public static class Source {
    @Param public Futures peer = Futures.ONELOOP;
    ManagedLoop loop;
    LoopExecutor executor;

    @Setup
    public void start() {
      loop = Loops.start("oneloop");
      executor = LoopExecutor.of(loop);
    }

    @TearDown
    public void stop() {
      loop.close();
    }

    CompletableFuture<Integer> incomplete() {
      return peer == Futures.ONELOOP ? executor.incompleteFuture() : new CompletableFuture<>();
    }

    CompletableFuture<Integer> supply(Executor on) {
      return peer == Futures.ONELOOP
          ? executor.supplyAsync(() -> 1)
          : CompletableFuture.supplyAsync(() -> 1, on);
    }

    /** Runs something many times, as one task. */
    void onLoop(Signal last, Runnable action) {
      loop.execute(() -> {
        for (int i = 0; i < BATCH; i++) {
          action.run();
        }
        last.run();
      });
      last.await();
    }
  }

  /** A future, a stage on it, and its completion. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void stage(Source source, Signal last) {
    source.onLoop(
        last,
        () -> {
          CompletableFuture<Integer> future = source.incomplete();
          use(future.thenApply(i -> i + 1));
          future.complete(1);
        });
  }

  /** Ten stages one after the other, then the completion of the first. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void chainOfTen(Source source, Signal last) {
    source.onLoop(
        last,
        () -> {
          CompletableFuture<Integer> future = source.incomplete();
          CompletableFuture<Integer> end = future;
          for (int i = 0; i < CHAIN; i++) {
            end = end.thenApply(n -> n + 1);
          }
          future.complete(1);
        });
  }

  /** A timeout that is set and does not fire. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void orTimeout(Source source, Signal last) {
    source.onLoop(
        last,
        () -> {
          CompletableFuture<Integer> future = source.incomplete();
          future.orTimeout(1, TimeUnit.MINUTES);
          future.complete(1);
        });
  }

  /** A supplier that runs on the loop in a later turn. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void supplyAsync(Source source, Signal last) {
    source.onLoop(last, () -> use(source.supply(source.loop)));
    source.loop.execute(last);
    last.await();
  }

  /** What becomes of a stage is not the question here. */
  private static void use(CompletableFuture<Integer> future) {
    assert future != null;
  }
}
