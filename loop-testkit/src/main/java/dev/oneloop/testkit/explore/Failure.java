package dev.oneloop.testkit.explore;

import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import dev.oneloop.simulation.Trace;
import dev.oneloop.testkit.internal.Shrinker;
import java.util.List;
import java.util.stream.IntStream;

/** A run that failed, with what it takes to run it again. */
public final class Failure {
  private final Simulation simulation;
  private final List<Integer> decisions;
  private final Throwable thrown;
  private final Trace trace;
  private final int runs;

  Failure(Simulation simulation, int[] decisions, Throwable thrown, Trace trace, int runs) {
    this.simulation = simulation;
    this.decisions = IntStream.of(decisions).boxed().toList();
    this.thrown = thrown;
    this.trace = trace;
    this.runs = runs;
  }

  /**
   * In which simulation the program failed, or, where that was good for one run, its {@link
   * #replay()}. Its {@code toString} is code to paste into a test.
   */
  public Simulation simulation() {
    return simulation;
  }

  /** What was decided, up to the last decision that deviates from FIFO. */
  public int[] decisions() {
    return decisions.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many decisions deviate from FIFO. */
  public int deviations() {
    return Shrinker.deviations(decisions());
  }

  /** What the program threw. */
  public Throwable thrown() {
    return thrown;
  }

  /** What happened. */
  public Trace trace() {
    return trace;
  }

  /** How many runs it took to come to this one, itself included. */
  public int runs() {
    return runs;
  }

  /** The simulation that takes the same decisions, in place of the seed that led to them. */
  public Simulation replay() {
    return replay(simulation, decisions());
  }

  /** Takes other decisions, under the same rules. */
  static Simulation replay(Simulation simulation, int[] decisions) {
    Simulation replay = Simulation.replay(simulation.mode(), decisions);
    return simulation.foreignThreads() == replay.foreignThreads()
        ? replay
        : replay.foreignThreads(simulation.foreignThreads());
  }

  /** The same, by what was decided in fact. */
  Failure exactly() {
    return new Failure(replay(), decisions(), thrown, trace, runs);
  }

  /** For a person: what was thrown, code that runs it again, and the trace. */
  @Override
  public String toString() {
    Mode mode = simulation.mode();
    return thrown
        + "\nin run "
        + runs
        + ", with "
        + deviations()
        + " of its decisions other than FIFO's ("
        + mode
        + ", version "
        + Simulation.VERSION
        + ").\nThe same once more: "
        + simulation
        + "\n"
        + trace;
  }
}
