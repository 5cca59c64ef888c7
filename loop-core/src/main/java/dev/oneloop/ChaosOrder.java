package dev.oneloop;

import dev.oneloop.simulation.Choice;
import java.util.ArrayList;
import java.util.List;

/**
 * Any order of the ready tasks that keeps each source's own: the next is the oldest one of a source
 * that the simulation picks.
 */
final class ChaosOrder {
  /** How many of the ready tasks are looked at. */
  private static final int WINDOW = 64;

  private final Agenda agenda;
  private final TaskRing ready;
  private final Recorder recorder;

  /** The sources of the candidates, and where they are; used again and again. */
  private final List<Object> sources = new ArrayList<>();

  private final long[] positions = new long[WINDOW];

  ChaosOrder(Agenda agenda, Recorder recorder) {
    this.agenda = agenda;
    ready = agenda.ready;
    this.recorder = recorder;
  }

  /** The task to run next, of those before a position; there must be one. */
  Runnable next(long end) {
    // Shells of cancelled tasks are no candidates, or some choices would change nothing.
    while (ready.head() + 1 < end && agenda.isShell(ready.get(ready.head()))) {
      ready.remove();
    }
    findCandidates(Math.min(end, ready.head() + WINDOW));
    if (sources.size() > 1) {
      int pick =
          recorder.decide(new Choice(Choice.Kind.NEXT_TASK, sources.size(), List.copyOf(sources)));
      if (pick > 0) {
        recorder.decided("source " + (pick + 1) + " of " + sources.size() + " is next");
        ready.moveToHead(positions[pick]);
      }
    }
    sources.clear();
    return ready.remove();
  }

  private void findCandidates(long end) {
    sources.clear();
    for (long position = ready.head(); position < end; position++) {
      Runnable task = ready.get(position);
      Object source = sourceOf(task);
      if (!agenda.isShell(task) && !isKnown(source)) {
        positions[sources.size()] = position;
        sources.add(source);
      }
    }
  }

  /** What no gate has seen is the loop's own, and keeps to itself. */
  private static Object sourceOf(Runnable task) {
    Object source = task instanceof LoopTask own ? own.source() : null;
    return source == null ? ChaosOrder.class : source;
  }

  @SuppressWarnings("ReferenceEquality") // whatever their equals says, sources are who they are
  private boolean isKnown(Object source) {
    for (Object known : sources) {
      if (known == source) {
        return true;
      }
    }
    return false;
  }
}
