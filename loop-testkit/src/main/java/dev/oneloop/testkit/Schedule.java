package dev.oneloop.testkit;

import dev.oneloop.simulation.Decisions;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * How one run of a test goes about its choices.
 *
 * @param name for the name of the run
 * @param advice how to repeat it, for the message of its failure
 * @param choices how many choices it has had so far
 */
record Schedule(
    String name, Simulation simulation, Optional<String> advice, AtomicInteger choices) {

  static Schedule fifo() {
    return new Schedule("FIFO", Simulation.fifo(), Optional.empty(), new AtomicInteger());
  }

  /** As somebody else has decided. */
  static Schedule of(Simulation simulation) {
    return new Schedule(
        simulation.toString(),
        simulation,
        simulation.mode() == Mode.FIFO
            ? Optional.empty()
            : Optional.of("To repeat it: " + simulation),
        new AtomicInteger());
  }

  static Schedule seed(Mode mode, long seed, String toRepeat) {
    AtomicInteger choices = new AtomicInteger();
    Decisions random = Decisions.random(seed);
    Decisions counted =
        choice -> {
          choices.incrementAndGet();
          return random.choose(choice);
        };
    return new Schedule(
        "seed " + seed, Simulation.of(mode, counted), Optional.of(toRepeat), choices);
  }

  static Schedule replay(String name, Mode mode, int[] decisions, String toRepeat) {
    return new Schedule(
        name, Simulation.replay(mode, decisions), Optional.of(toRepeat), new AtomicInteger());
  }

  /** A list of decisions as it stands in Java or Kotlin code. */
  static String code(int[] decisions) {
    return Arrays.stream(decisions).mapToObj(String::valueOf).collect(Collectors.joining(", "));
  }
}
