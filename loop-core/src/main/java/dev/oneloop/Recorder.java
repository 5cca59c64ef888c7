package dev.oneloop;

import dev.oneloop.simulation.Choice;
import dev.oneloop.simulation.Choice.Kind;
import dev.oneloop.simulation.Decisions;
import dev.oneloop.simulation.Simulation;
import dev.oneloop.simulation.Trace;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a simulated run: every decision passes here, and every submission.
 *
 * <p>Deciding is the loop's; submissions may come from any thread.
 */
final class Recorder {
  /** A trace of more is for nobody to read. */
  private static final int EVENTS = 10_000;

  private final VirtualClock clock;
  private final Decisions decisions;

  /** Whether there is a trace at all. */
  final boolean isTracing;

  /** What was decided, up to the last that was not zero; the rest of the array is zero. */
  private byte[] answers = new byte[64];

  private int asked;
  private int lastDeviation = -1;

  /** Guarded by this. */
  private final ArrayDeque<Trace.Event> events = new ArrayDeque<>();

  /** Guarded by this. */
  private long dropped;

  /** Guarded by this. */
  private long submitted;

  /** The task that runs now; null between tasks. Confined to the loop. */
  private @Nullable SimEnvelope current;

  Recorder(Simulation simulation, VirtualClock clock) {
    this.clock = clock;
    decisions = simulation.newDecisions();
    isTracing = simulation.isTraced();
  }

  @Nullable SimEnvelope current() {
    return current;
  }

  /** A task begins; returns the one inside of which it does. */
  @Nullable SimEnvelope begin(SimEnvelope task) {
    SimEnvelope outer = current;
    current = task;
    add(Trace.Kind.STARTED, task.number, "");
    return outer;
  }

  void end(@Nullable SimEnvelope outer) {
    current = outer;
  }

  int decide(Kind kind, int options) {
    return decide(new Choice(kind, options));
  }

  int decide(Choice choice) {
    int answer = decisions.choose(choice);
    if (answer < 0 || answer >= choice.options()) {
      throw new IllegalStateException(
          decisions + " answered " + answer + ", which is not an option of " + choice);
    }
    if (answer != 0) {
      if (asked >= answers.length) {
        answers = Arrays.copyOf(answers, Math.max(asked + 1, 2 * answers.length));
      }
      answers[asked] = (byte) answer;
      lastDeviation = asked;
    }
    asked++;
    return answer;
  }

  /** Says what a decision that was not zero came to. */
  void decided(String effect) {
    add(Trace.Kind.DECIDED, 0, effect);
  }

  int[] decisions() {
    int[] all = new int[lastDeviation + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = answers[i];
    }
    return all;
  }

  synchronized long nextNumber() {
    return ++submitted;
  }

  void add(Trace.Kind kind, long task, String detail) {
    if (isTracing) {
      append(kind, task, detail);
    }
  }

  private synchronized void append(Trace.Kind kind, long task, String detail) {
    if (events.size() == EVENTS) {
      events.remove();
      dropped++;
    }
    events.add(new Trace.Event(clock.nanoTime(), kind, task, detail));
  }

  synchronized Trace trace() {
    return new Trace(List.copyOf(events), dropped);
  }
}
