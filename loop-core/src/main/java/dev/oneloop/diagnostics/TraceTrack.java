package dev.oneloop.diagnostics;

import dev.oneloop.LoopClock;
import dev.oneloop.LoopListener;
import dev.oneloop.ManagedLoop;

/** Writes the events of one loop. Used on the loop, but for its constructor. */
final class TraceTrack implements LoopListener {
  private static final int NANOS_PER_MICRO = 1000;

  private final LoopTrace trace;
  private final int id;
  private final ManagedLoop loop;

  /** How a slice of a task begins, for each class of tasks. */
  private final ClassValue<String> taskHeads =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          Ecosystem ecosystem = Ecosystem.of(type.getName());
          return head('B', shortName(type), ecosystem.category())
              + ",\"cname\":\""
              + ecosystem.colour()
              + '"';
        }
      };

  private final StringBuilder event = new StringBuilder();

  TraceTrack(LoopTrace trace, int id, ManagedLoop loop) {
    this.trace = trace;
    this.id = id;
    this.loop = loop;
    trace.write(head('M', "thread_name", "") + ",\"args\":{\"name\":" + quoted(loop.name()) + "}");
  }

  @Override
  public void beforeTurn() {
    write(head('B', "turn", "loop"));
  }

  @Override
  public void afterTurn(int tasksRun) {
    begin(head('E', "turn", "loop")).append(",\"args\":{\"tasks\":").append(tasksRun).append('}');
    end();
  }

  @Override
  public void beforeTask(Runnable task) {
    write(taskHeads.get(task.getClass()));
  }

  @Override
  public void afterTask(Runnable task) {
    write(
        head('E', shortName(task.getClass()), Ecosystem.of(task.getClass().getName()).category()));
  }

  @Override
  public void beforeSleep(long deadlineNanos) {
    begin(head('B', "sleep", "sleep"));
    if (deadlineNanos != LoopClock.NEVER) {
      long real = loop.clock().realNanosUntil(deadlineNanos);
      if (real != LoopClock.NEVER) {
        event.append(",\"args\":{\"atMostMicros\":").append(real / NANOS_PER_MICRO).append('}');
      }
    }
    end();
  }

  @Override
  public void afterSleep() {
    write(head('E', "sleep", "sleep"));
    write(head('i', "wake-up", "sleep") + ",\"s\":\"t\"");
  }

  private void write(String head) {
    begin(head);
    end();
  }

  private StringBuilder begin(String head) {
    event.setLength(0);
    long time = trace.time();
    event.append(head).append(",\"ts\":").append(time / NANOS_PER_MICRO).append('.');
    // Three digits after the point.
    event.append(NANOS_PER_MICRO + time % NANOS_PER_MICRO).deleteCharAt(event.length() - 4);
    return event;
  }

  private void end() {
    trace.write(event);
  }

  private String head(char phase, String name, String category) {
    return "\"name\":"
        + quoted(name)
        + ",\"cat\":\""
        + category
        + "\",\"ph\":\""
        + phase
        + "\",\"pid\":1,\"tid\":"
        + id;
  }

  /** The name of a class without its package, and of a lambda without its number. */
  private static String shortName(Class<?> type) {
    String name = type.getName();
    int lambda = name.indexOf("$$Lambda");
    if (lambda >= 0) {
      name = name.substring(0, lambda) + " lambda";
    }
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
