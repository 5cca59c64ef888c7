package dev.oneloop.testkit.explore;

import dev.oneloop.simulation.Choice;
import dev.oneloop.simulation.Decisions;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** All runs with a bounded number of deviations, breadth first. */
final class BoundedSchedules implements Iterator<Simulation> {
  private final Mode mode;
  private final int bound;

  /** Runs that have been made, of which there may be variants with one more deviation. */
  private final ArrayDeque<Run> open = new ArrayDeque<>();

  /** The run that was given out last; it tells what there is to choose. */
  private Run latest = new Run(new int[0], 0);

  private boolean started;

  BoundedSchedules(Mode mode, int bound) {
    this.mode = mode;
    this.bound = bound;
  }

  @Override
  public boolean hasNext() {
    if (!started) {
      return true;
    }
    fileLatest();
    while (!open.isEmpty() && !open.element().hasVariant()) {
      open.remove();
    }
    return !open.isEmpty();
  }

  private void fileLatest() {
    if (!latest.isFiled) {
      latest.isFiled = true;
      if (latest.deviations < bound) {
        open.add(latest);
      }
    }
  }

  @Override
  public Simulation next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (started) {
      latest = open.element().nextVariant();
    }
    started = true;
    return Simulation.of(mode, latest);
  }

  /** Decides as given, then as FIFO, and takes note of the choices there were. */
  private static final class Run implements Decisions {
    private final int[] decisions;
    private final int deviations;
    private boolean isFiled;

    /** How many options each choice had. */
    private int[] options = new int[16];

    private int asked;

    /** The variant that comes next: this option of the choice at this position. */
    private int position;

    private int option = 1;

    Run(int[] decisions, int deviations) {
      this.decisions = decisions;
      this.deviations = deviations;
      // Earlier choices were varied in the runs that this one is a variant of.
      this.position = decisions.length;
    }

    @Override
    public int choose(Choice choice) {
      if (asked == options.length) {
        options = Arrays.copyOf(options, 2 * asked);
      }
      options[asked] = choice.options();
      int answer = asked < decisions.length ? Math.min(decisions[asked], choice.options() - 1) : 0;
      asked++;
      return answer;
    }

    boolean hasVariant() {
      return position < asked;
    }

    Run nextVariant() {
      int[] variant = Arrays.copyOf(decisions, position + 1);
      variant[position] = option;
      option++;
      if (option >= options[position]) {
        position++;
        option = 1;
      }
      return new Run(variant, deviations + 1);
    }

    @Override
    public String toString() {
      return "Decisions.replay("
          + String.join(", ", Arrays.stream(decisions).mapToObj(Integer::toString).toList())
          + ")";
    }
  }
}
