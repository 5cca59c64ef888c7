package dev.oneloop.benchmarks;

import dev.oneloop.LoopBuilder;
import dev.oneloop.LoopListener;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.diagnostics.FlightEvents;
import dev.oneloop.diagnostics.LoopTrace;
import dev.oneloop.diagnostics.SlowTasks;
import dev.oneloop.diagnostics.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
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

/** What the diagnostics cost: the same loop with each of them, on tasks that do nothing else. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DiagnosticsBenchmark {
  private static final int TASKS = 10_000;

  /** What is switched on. */
  public enum Diagnostics {
    /** Nothing: the standard. */
    ONELOOP {
      @Override
      void apply(LoopBuilder builder) {}
    },
    /** A listener that does nothing. */
    ONELOOP_LISTENER {
      @Override
      void apply(LoopBuilder builder) {
        builder.listener(new LoopListener() {});
      }
    },
    /** JFR's events, without a recording. */
    ONELOOP_FLIGHT_EVENTS {
      @Override
      void apply(LoopBuilder builder) {
        builder.listener(new FlightEvents());
      }
    },
    /** Slow tasks, without their origins. */
    ONELOOP_SLOW_TASKS {
      @Override
      void apply(LoopBuilder builder) {
        builder.listener(new SlowTasks());
      }
    },
    /** The watchdog for loops that are stuck. */
    ONELOOP_WATCHDOG {
      @Override
      void apply(LoopBuilder builder) {
        builder.listener(new Watchdog(Duration.ofSeconds(1)));
      }
    },
    /** A trace of everything, to nowhere. */
    ONELOOP_TRACE {
      @Override
      void apply(LoopBuilder builder) {
        try {
          builder.listener(LoopTrace.to(Writer.nullWriter()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    },
    /** Debug mode: the origin of every task. */
    ONELOOP_DEBUG {
      @Override
      void apply(LoopBuilder builder) {
        builder.debug(true);
      }
    };

    abstract void apply(LoopBuilder builder);
  }

  /** A loop with some diagnostics. */
  @State(Scope.Benchmark)
  public static class Observed {
    @Param public Diagnostics peer = Diagnostics.ONELOOP;
    ManagedLoop loop;

    @Setup
    public void start() {
      LoopBuilder builder = Loops.builder().name("observed");
      peer.apply(builder);
      loop = builder.start();
    }

    @TearDown
    public void stop() {
      loop.close();
    }
  }

  /** Tasks that are submitted on the loop, all in one turn. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void tasks(Observed observed, Signal last) {
    ManagedLoop loop = observed.loop;
    loop.execute(() -> {
      for (int i = 1; i < TASKS; i++) {
        loop.execute(DiagnosticsBenchmark::nothing);
      }
      loop.execute(last);
    });
    last.await();
  }

  private static void nothing() {}
}
