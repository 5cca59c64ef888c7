package dev.oneloop.simulation;

import java.util.List;
import java.util.Objects;

/**
 * What a {@linkplain Decisions decision} is to be made about. A choice has two options at least;
 * where there is nothing to choose nobody is asked.
 *
 * @param kind what is decided
 * @param options how many options there are; 0 is what happens in {@link Mode#FIFO}
 * @param sources for {@link Kind#NEXT_TASK} the source of each option, to be compared by identity;
 *     otherwise empty
 */
public record Choice(Kind kind, int options, List<Object> sources) {

  public Choice {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(sources, "sources");
    if (options < 2) {
      throw new IllegalArgumentException("There is nothing to choose from " + options);
    }
  }

  /** A choice that is not about sources. */
  public Choice(Kind kind, int options) {
    this(kind, options, List.of());
  }

  /** What can be decided. */
  public enum Kind {
    /**
     * By how much the loop is late when it sleeps until a timer is due: not at all, 1 us, 100 us, 1
     * ms, 10 ms or 100 ms. All timers that are due by then run in the same turn.
     */
    LATENESS,

    /**
     * How much time passes before a turn, when there are ready tasks and timers: none, 1 us, 100
     * us, 1 ms, 10 ms or 100 ms. Timers that are due by then run before the ready tasks.
     */
    TIME_PASSES,

    /**
     * Where a turn ends, when there are several ready tasks: at the end of what was ready when it
     * began, or after 1, 2, ... tasks, as if its budget were spent. Asked only where the budget
     * would allow more.
     */
    TURN_LENGTH,

    /**
     * When something from {@linkplain dev.oneloop.SimulatedLoop#outside() outside} arrives: at
     * once, or in 1 us, 1 ms, 10 ms, 100 ms, 1 s or 10 s; and if there are timers, also 1 us before
     * the earliest of them is due, or when it is due and just after it has run.
     */
    ARRIVAL,

    /**
     * Which source runs its oldest ready task next; only in {@link Mode#CHAOS}, when tasks of
     * several sources are ready. The source of a task is what it says itself, such as an Rx worker;
     * or the coroutine that it continues; else the task that submitted it. All that is submitted
     * from outside of a task, by the test itself, has one source. The first 64 ready tasks are
     * looked at.
     */
    NEXT_TASK
  }
}
