package dev.oneloop.benchmarks;

import dev.oneloop.LoopHost;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.swing.SwingUtilities;
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

/** Tasks on Swing's event thread: one event for each, or one for a batch. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HostBatchingBenchmark {
  private static final int TASKS = 10_000;

  /** Who puts tasks on the event thread. */
  public enum SwingPeer {
    /** Our loop, as a guest. */
    ONELOOP,
    /** {@code invokeLater}, once for each task. */
    INVOKE_LATER
  }

  /** Swing's queue, with its events counted. */
  @State(Scope.Benchmark)
  public static class Swing {
    @Param public SwingPeer peer = SwingPeer.ONELOOP;
    final AtomicLong posts = new AtomicLong();
    private ManagedLoop loop;

    @Setup
    public void start() {
      loop = Loops.on((LoopHost) this::post);
    }

    @TearDown
    public void stop() {
      loop.close();
    }

    void execute(Runnable task) {
      if (peer == SwingPeer.ONELOOP) {
        loop.execute(task);
      } else {
        post(task);
      }
    }

    private void post(Runnable task) {
      posts.getAndIncrement();
      SwingUtilities.invokeLater(task);
    }
  }

  /** How many events the host had to handle for 10,000 tasks. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Posts {
    public double perTenThousandTasks;
    private long invocations;

    @Setup(Level.Iteration)
    public void reset(Swing swing) {
      invocations = 0;
      swing.posts.set(0);
    }

    @TearDown(Level.Iteration)
    public void read(Swing swing) {
      perTenThousandTasks = (double) swing.posts.get() / Math.max(1, invocations);
    }
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void tasksOnTheEventThread(Swing swing, Posts posts, Signal last) {
    posts.invocations++;
    Runnable task = HostBatchingBenchmark::nothing;
    for (int i = 1; i < TASKS; i++) {
      swing.execute(task);
    }
    swing.execute(last);
    last.await();
  }

  private static void nothing() {}
}
