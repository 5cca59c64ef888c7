package dev.oneloop.benchmarks;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Timers in virtual time: a hundred that each re-arm a thousand times, at moments of their own. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class VirtualTimeBenchmark {
  private static final int TIMERS = 100;
  private static final int FIRINGS = 1_000;
  private static final int EVENTS = TIMERS * FIRINGS;
  private static final long SLOWEST_MICROS = TIMERS + 1_000;

  private interface Delayer {
    void after(long micros, Runnable task);
  }

  private static final class Series implements Runnable {
    private final Delayer delayer;
    private final long period;
    private int left = FIRINGS;

    Series(Delayer delayer, long period) {
      this.delayer = delayer;
      this.period = period;
    }

    @Override
    public void run() {
      if (--left > 0) {
        delayer.after(period, this);
      }
    }
  }

  private static void startAll(Delayer delayer) {
    for (int i = 0; i < TIMERS; i++) {
      long period = 1_000L + i;
      delayer.after(period, new Series(delayer, period));
    }
  }

  /** Schedulers in virtual time. */
  public enum TimerPeer {
    /** Ours. */
    ONELOOP {
      @Override
      void run() {
        SimulatedLoop loop = Loops.simulated();
        startAll((micros, task) -> loop.schedule(task, Duration.ofNanos(micros * 1_000)));
        loop.advanceBy(Duration.ofNanos(SLOWEST_MICROS * FIRINGS * 1_000));
      }
    },
    /** RxJava's. */
    RX_TEST_SCHEDULER {
      @Override
      void run() {
        TestScheduler scheduler = new TestScheduler();
        startAll((micros, task) -> scheduler.scheduleDirect(task, micros, TimeUnit.MICROSECONDS));
        scheduler.advanceTimeBy(SLOWEST_MICROS * FIRINGS, TimeUnit.MICROSECONDS);
      }
    },
    /** Reactor's. */
    REACTOR_VIRTUAL_TIME {
      @Override
      void run() {
        VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
        startAll((micros, task) -> scheduler.schedule(task, micros, TimeUnit.MICROSECONDS));
        scheduler.advanceTimeBy(Duration.ofNanos(SLOWEST_MICROS * FIRINGS * 1_000));
        scheduler.dispose();
      }
    };

    abstract void run();
  }

  /** Dispatchers in virtual time. */
  public enum CoroutinePeer {
    /** Ours. */
    ONELOOP,
    /** kotlinx-coroutines-test's. */
    KOTLINX_TEST
  }

  /** Whose timers. */
  @State(Scope.Benchmark)
  public static class Timers {
    @Param public TimerPeer peer = TimerPeer.ONELOOP;
  }

  /** Whose coroutines. */
  @State(Scope.Benchmark)
  public static class Coroutines {
    @Param public CoroutinePeer peer = CoroutinePeer.ONELOOP;
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void timers(Timers timers) {
    timers.peer.run();
  }

  /** Coroutines with delays, in milliseconds: kotlinx counts no finer. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void coroutines(Coroutines coroutines) {
    if (coroutines.peer == CoroutinePeer.ONELOOP) {
      VirtualTimeCoroutines.onSimulatedLoop(TIMERS, FIRINGS);
    } else {
      VirtualTimeCoroutines.onTestScheduler(TIMERS, FIRINGS);
    }
  }
}
