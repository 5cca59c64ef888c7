package dev.oneloop.diagnostics;

import dev.oneloop.LoopListener;
import dev.oneloop.ManagedLoop;
import dev.oneloop.TaskOrigin;
import java.util.ArrayDeque;
import java.util.Deque;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * Records what loops do as events of the JDK Flight Recorder: {@code dev.oneloop.Turn} and {@code
 * dev.oneloop.Task} from 1 ms on, {@code dev.oneloop.Sleep} from 20 ms on, {@code
 * dev.oneloop.SlowTask} from 100 ms on. Recordings can set other thresholds.
 *
 * <p>Costs next to nothing while nobody records. Needs the module {@code jdk.jfr}.
 */
public final class FlightEvents implements LoopListener {

  /** For {@link dev.oneloop.LoopBuilder#listener}. May be given to several loops. */
  public FlightEvents() {}

  @Override
  public LoopListener forLoop(ManagedLoop loop) {
    return new Recorder(loop.name());
  }

  private static final Object NOTHING = new Object();

  /** Records the events of one loop. On the loop. */
  private static final class Recorder implements LoopListener {
    private final String loop;
    private final Deque<TurnEvent> turns = new ArrayDeque<>();

    /** The events of the tasks that run, or nothing where nobody records. */
    private final Deque<Object> tasks = new ArrayDeque<>();

    private @Nullable SleepEvent sleep;

    Recorder(String loop) {
      this.loop = loop;
    }

    @Override
    public void beforeTurn() {
      TurnEvent event = new TurnEvent();
      event.loop = loop;
      event.begin();
      turns.push(event);
    }

    @Override
    public void afterTurn(int tasksRun) {
      TurnEvent event = turns.poll();
      if (event != null) {
        event.tasks = tasksRun;
        event.commit();
      }
    }

    @Override
    public void beforeTask(Runnable task, @Nullable TaskOrigin origin) {
      tasks.push(TaskEvents.areRecorded() ? new TaskEvents(loop, task, origin) : NOTHING);
    }

    @Override
    public void afterTask(Runnable task) {
      if (tasks.poll() instanceof TaskEvents events) {
        events.commit();
      }
    }

    @Override
    public void beforeSleep(long deadlineNanos) {
      SleepEvent event = new SleepEvent();
      event.loop = loop;
      event.begin();
      sleep = event;
    }

    @Override
    public void afterSleep() {
      SleepEvent event = sleep;
      sleep = null;
      if (event != null) {
        event.commit();
      }
    }
  }

  /** The two events of one task. */
  private static final class TaskEvents {
    private static final TaskEvent ANY = new TaskEvent();
    private static final SlowTaskEvent SLOW = new SlowTaskEvent();

    private final TaskEvent any = new TaskEvent();
    private final SlowTaskEvent slow = new SlowTaskEvent();
    private final Runnable task;
    private final @Nullable TaskOrigin origin;

    TaskEvents(String loop, Runnable task, @Nullable TaskOrigin origin) {
      this.task = task;
      this.origin = origin;
      any.loop = loop;
      slow.loop = loop;
      any.begin();
      slow.begin();
    }

    static boolean areRecorded() {
      return ANY.isEnabled() || SLOW.isEnabled();
    }

    void commit() {
      any.end();
      slow.end();
      if (any.shouldCommit()) {
        any.task = task.getClass();
        any.commit();
      }
      if (slow.shouldCommit()) {
        slow.task = task.getClass();
        slow.description = task.toString();
        slow.origin = origin == null ? null : describe(origin);
        slow.commit();
      }
    }

    private static String describe(TaskOrigin origin) {
      StringBuilder text = new StringBuilder(String.valueOf(origin.getMessage()));
      for (StackTraceElement frame : origin.getStackTrace()) {
        text.append("\n\tat ").append(frame);
      }
      return text.toString();
    }
  }

  @Name("dev.oneloop.Turn")
  @Label("Loop Turn")
  @Category("Oneloop")
  @Threshold("1 ms")
  @StackTrace(false)
  static final class TurnEvent extends Event {
    @Label("Loop")
    @Nullable String loop;

    @Label("Tasks Run")
    int tasks;
  }

  @Name("dev.oneloop.Task")
  @Label("Loop Task")
  @Category("Oneloop")
  @Threshold("1 ms")
  @StackTrace(false)
  static final class TaskEvent extends Event {
    @Label("Loop")
    @Nullable String loop;

    @Label("Task")
    @Nullable Class<?> task;
  }

  @Name("dev.oneloop.SlowTask")
  @Label("Slow Loop Task")
  @Category("Oneloop")
  @Threshold("100 ms")
  @StackTrace(false)
  static final class SlowTaskEvent extends Event {
    @Label("Loop")
    @Nullable String loop;

    @Label("Task")
    @Nullable Class<?> task;

    @Label("Task Description")
    @Nullable String description;

    @Label("Submitted At")
    @Nullable String origin;
  }

  @Name("dev.oneloop.Sleep")
  @Label("Loop Sleep")
  @Category("Oneloop")
  @Threshold("20 ms")
  @StackTrace(false)
  static final class SleepEvent extends Event {
    @Label("Loop")
    @Nullable String loop;
  }
}
