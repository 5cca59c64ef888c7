package dev.oneloop.simulation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a simulated run, in order: what was submitted by whom, what ran, when, and which
 * decisions deviated from FIFO.
 *
 * <p>Tasks have numbers, in order of submission, and names: what {@code toString} says, without
 * identity hashes and other things that differ from run to run. So the traces of two runs of one
 * program with one seed are equal.
 *
 * @param events the most recent ones, oldest first
 * @param dropped how many older events are no longer known
 */
public record Trace(List<Event> events, long dropped) {
  private static final int CONTEXT = 5;

  public Trace {
    events = List.copyOf(events);
  }

  /**
   * Something that happened.
   *
   * @param nanos when, on the loop's clock
   * @param kind what
   * @param task the number of the task, or 0
   * @param detail more, for people to read
   */
  public record Event(long nanos, Kind kind, long task, String detail) {
    public Event {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(detail, "detail");
    }

    /** One line. */
    @Override
    public String toString() {
      String what =
          switch (kind) {
            case SUBMITTED -> "#" + task + " submitted" + detail;
            case STARTED -> "#" + task + " runs" + detail;
            case CANCELLED -> "#" + task + " cancelled" + detail;
            case REJECTED -> "#" + task + " handed back" + detail;
            case DECIDED -> "   " + detail;
          };
      return String.format("%16s  %s", time(nanos), what);
    }
  }

  /** What can happen. */
  public enum Kind {
    /** A task or a timer was accepted. */
    SUBMITTED,
    /** A task started. */
    STARTED,
    /** A task was cancelled before it started. */
    CANCELLED,
    /** A task was not taken, or handed back at shutdown. */
    REJECTED,
    /** A {@linkplain Decisions decision} was not the one of {@link Mode#FIFO}. */
    DECIDED
  }

  /**
   * Where this run and another one part: the first event that differs, with what came before it and
   * what follows in each.
   *
   * @return empty if there is no difference
   */
  public String diff(Trace other) {
    long from = Math.max(dropped, other.dropped);
    long end = Math.max(size(), other.size());
    for (long at = from; at < end; at++) {
      if (!Objects.equals(at(at), other.at(at))) {
        return describe(other, from, at);
      }
    }
    return "";
  }

  /** A time as traces write it: in milliseconds, exactly, such as {@code 10.001 ms}. */
  public static String time(long nanos) {
    return BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + " ms";
  }

  private long size() {
    return dropped + events.size();
  }

  private @Nullable Event at(long index) {
    return index < size() ? events.get((int) (index - dropped)) : null;
  }

  private String describe(Trace other, long from, long at) {
    StringBuilder text = new StringBuilder("The runs part at event " + (at + 1) + ":\n");
    for (long i = Math.max(from, at - CONTEXT); i < at; i++) {
      text.append("  ").append(at(i)).append('\n');
    }
    follow(text, "- ", at);
    other.follow(text, "+ ", at);
    return text.toString();
  }

  private void follow(StringBuilder text, String mark, long at) {
    long end = Math.min(size(), at + CONTEXT);
    for (long i = at; i < end; i++) {
      text.append(mark).append(at(i)).append('\n');
    }
    if (at >= size()) {
      text.append(mark).append("the end\n");
    }
  }

  /** One line for each event. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (dropped > 0) {
      text.append(dropped).append(" older events are not shown\n");
    }
    for (Event event : events) {
      text.append(event).append('\n');
    }
    return text.toString();
  }
}
