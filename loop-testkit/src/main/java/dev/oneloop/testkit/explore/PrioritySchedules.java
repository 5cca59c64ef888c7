package dev.oneloop.testkit.explore;

import dev.oneloop.simulation.Choice;
import dev.oneloop.simulation.Choice.Kind;
import dev.oneloop.simulation.Decisions;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;

/**
 * Runs by random priorities. {@link Random} serves, as its algorithm is part of its specification.
 */
final class PrioritySchedules implements Iterator<Simulation> {
  private final Mode mode;
  private final long seed;
  private final int moments;
  private int left;
  private int given;

  /** How many choices the longest run had so far. */
  private int length;

  PrioritySchedules(Mode mode, long seed, int runs, int moments) {
    this.mode = mode;
    this.seed = seed;
    this.left = runs;
    this.moments = moments;
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public Simulation next() {
    if (left <= 0) {
      throw new NoSuchElementException();
    }
    left--;
    int number = given++;
    return Simulation.of(mode, number == 0 ? new Measure() : new Run(new Random(seed + number)));
  }

  /** FIFO, and counts. */
  private final class Measure implements Decisions {
    @Override
    public int choose(Choice choice) {
      length++;
      return 0;
    }
  }

  private final class Run implements Decisions {
    private final Random random;
    private final IdentityHashMap<Object, Integer> priorities = new IdentityHashMap<>();
    private final Set<Integer> deviating = new HashSet<>();
    private int asked;

    /** Below all that were given so far. */
    private int lowest;

    Run(Random random) {
      this.random = random;
      int places = Math.max(length, 1);
      while (deviating.size() < Math.min(moments, places)) {
        deviating.add(random.nextInt(places));
      }
    }

    @Override
    public int choose(Choice choice) {
      boolean deviates = deviating.contains(asked++);
      length = Math.max(length, asked);
      if (choice.kind() == Kind.NEXT_TASK) {
        int first = highest(choice);
        if (!deviates) {
          return first;
        }
        priorities.put(choice.sources().get(first), --lowest);
        return highest(choice);
      }
      return deviates ? 1 + random.nextInt(choice.options() - 1) : 0;
    }

    private int highest(Choice choice) {
      int best = 0;
      for (int i = 1; i < choice.options(); i++) {
        if (priority(choice, i) > priority(choice, best)) {
          best = i;
        }
      }
      return best;
    }

    private int priority(Choice choice, int option) {
      return priorities.computeIfAbsent(
          choice.sources().get(option), source -> random.nextInt(Integer.MAX_VALUE));
    }
  }
}
