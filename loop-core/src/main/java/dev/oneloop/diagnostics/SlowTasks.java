package dev.oneloop.diagnostics;

import dev.oneloop.LoopListener;
import dev.oneloop.ManagedLoop;
import dev.oneloop.TaskOrigin;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports tasks that run for too long and tasks that wait for too long.
 *
 * <p>How long tasks wait is known on loops in {@linkplain dev.oneloop.LoopBuilder#debug debug mode}
 * only, as is where they were submitted. The time in which a task lets others run inside of it, by
 * {@link ManagedLoop#runNested}, does not count as its own.
 *
 * <p>Reads the clock of the machine twice for each task.
 */
public final class SlowTasks implements LoopListener {
  private static final Duration EXECUTION = Duration.ofMillis(100);
  private static final Duration DELIVERY = Duration.ofMillis(250);

  private final long execution;
  private final long delivery;
  private final Consumer<? super SlowTask> report;
  private final LongSupplier nanoTime;

  /** Reports 100 ms of running and 250 ms of waiting to the system logger {@code dev.oneloop}. */
  public SlowTasks() {
    this(EXECUTION, DELIVERY, SlowTasks::log);
  }

  /**
   * Reports wherever it is told to.
   *
   * @param execution how long a task may run
   * @param delivery how long a task may wait
   * @param report called on the loop, right before or after the task
   */
  public SlowTasks(Duration execution, Duration delivery, Consumer<? super SlowTask> report) {
    this(execution, delivery, report, System::nanoTime);
  }

  SlowTasks(
      Duration execution,
      Duration delivery,
      Consumer<? super SlowTask> report,
      LongSupplier nanoTime) {
    this.execution = execution.toNanos();
    this.delivery = delivery.toNanos();
    this.report = Objects.requireNonNull(report, "report");
    this.nanoTime = nanoTime;
  }

  private static void log(SlowTask slow) {
    System.getLogger("dev.oneloop").log(Level.WARNING, slow.message(), slow.origin());
  }

  @Override
  public LoopListener forLoop(ManagedLoop loop) {
    return new Stopwatch(loop);
  }

  /** Times the tasks of one loop. */
  private final class Stopwatch implements LoopListener {
    private final ManagedLoop loop;

    /** When the current task started, moved forward by the time that others ran inside of it. */
    private long start;

    private @Nullable TaskOrigin origin;

    /** The tasks that let the current one run inside of them. */
    private final Deque<Interrupted> outer = new ArrayDeque<>();

    Stopwatch(ManagedLoop loop) {
      this.loop = loop;
    }

    @Override
    public void beforeTask(Runnable task, @Nullable TaskOrigin from) {
      long now = nanoTime.getAsLong();
      start = now;
      origin = from;
      long waited = from == null ? 0 : from.lateBy(now);
      if (waited >= delivery) {
        tell(task, SlowTask.Kind.DELIVERY, waited);
      }
    }

    @Override
    public void afterTask(Runnable task) {
      long took = nanoTime.getAsLong() - start;
      if (took >= execution) {
        tell(task, SlowTask.Kind.EXECUTION, took);
      }
    }

    @Override
    public void beforeNested() {
      outer.push(new Interrupted(nanoTime.getAsLong() - start, origin));
    }

    @Override
    public void afterNested() {
      Interrupted resumed = outer.poll();
      if (resumed != null) {
        start = nanoTime.getAsLong() - resumed.took;
        origin = resumed.origin;
      }
    }

    private void tell(Runnable task, SlowTask.Kind kind, long nanos) {
      report.accept(new SlowTask(loop, task, kind, Duration.ofNanos(nanos), origin));
    }
  }

  private record Interrupted(long took, @Nullable TaskOrigin origin) {}
}
