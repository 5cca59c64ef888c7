package dev.oneloop.simulation;

import dev.oneloop.simulation.Choice.Kind;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decides by a generator of random numbers: SplitMix64 (G. L. Steele Jr., D. Lea, C. H. Flood,
 * "Fast Splittable Pseudorandom Number Generators", 2014), written out here because what a seed
 * means must not depend on the JDK.
 *
 * <p>The seed first decides, for each kind of choice, how often it deviates at all. Runs of many
 * kinds find more than many runs of one kind (A. Groce et al., "Swarm Testing", 2012): a bug may
 * need one late timer among hundreds that are punctual, another one that all are late.
 *
 * <p>Whatever changes here, or in the order or the options of what a loop asks, changes what seeds
 * mean: {@link Simulation#VERSION} counts that.
 */
final class RandomDecisions implements Decisions {
  /** Of 16 choices about time or turns, how many deviate from FIFO. */
  private static final int[] SELDOM = {1, 2, 4, 8};

  /** Of 16 choices about arrival or order. */
  private static final int[] OFTEN = {4, 8, 12, 15};

  private long state;

  /** Of 16 choices of a kind, how many deviate from FIFO. */
  private final Map<Kind, Integer> rates = new EnumMap<>(Kind.class);

  RandomDecisions(long seed) {
    state = seed;
    for (Kind kind : Kind.values()) {
      rates.put(kind, ratesOf(kind)[next(4)]);
    }
  }

  private static int[] ratesOf(Kind kind) {
    return switch (kind) {
      case LATENESS, TIME_PASSES, TURN_LENGTH -> SELDOM;
      case ARRIVAL, NEXT_TASK -> OFTEN;
    };
  }

  @Override
  public int choose(Choice choice) {
    return next(16) < rates.getOrDefault(choice.kind(), 0) ? 1 + next(choice.options() - 1) : 0;
  }

  /** A number below the bound. */
  private int next(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  private long nextLong() {
    long z = state += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
