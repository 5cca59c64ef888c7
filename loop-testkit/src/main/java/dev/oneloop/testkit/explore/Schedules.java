package dev.oneloop.testkit.explore;

import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import java.util.Iterator;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Which simulations to run a program in. Each iteration begins anew; a simulation must have run
 * before the next one is asked for, since some learn from the run what else there is to try.
 */
public final class Schedules {
  private Schedules() {}

  /**
   * Random decisions, by consecutive seeds: {@link Simulation#possible} or {@link
   * Simulation#chaos}.
   *
   * @throws IllegalArgumentException if the mode is {@link Mode#FIFO}, which has no choices
   */
  public static Iterable<Simulation> random(Mode mode, long firstSeed, int runs) {
    LongFunction<Simulation> simulations =
        switch (mode) {
          case POSSIBLE -> Simulation::possible;
          case CHAOS -> Simulation::chaos;
          case FIFO -> throw nothingToExplore();
        };
    return () -> LongStream.range(firstSeed, firstSeed + runs).mapToObj(simulations).iterator();
  }

  /**
   * Few deviations, but anywhere: sources have random priorities, which hold through the run, and
   * at some random moments the source that is next falls behind all others, or time deviates. Finds
   * bugs that need a few events in one certain order, in long runs too, of which purely random
   * decisions make a mess (S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, "A Randomized
   * Scheduler with Probabilistic Guarantees of Finding Bugs", 2010).
   *
   * <p>The first run is FIFO, to learn how long runs are.
   *
   * @param seed of the random numbers
   * @param moments at how many moments each run deviates
   * @throws IllegalArgumentException if the mode is {@link Mode#FIFO}, or a number negative
   */
  public static Iterable<Simulation> priorities(Mode mode, long seed, int runs, int moments) {
    requireChoices(mode);
    requireNotNegative("moments", moments);
    return () -> new PrioritySchedules(mode, seed, runs, moments);
  }

  /**
   * Every run with so many deviations from FIFO at most; those with fewer first. For small
   * programs: if none of these fails, no run with so few deviations does (M. Emmi, S. Qadeer, Z.
   * Rakamarić, "Delay-Bounded Scheduling", 2011).
   *
   * <p>With n choices of k options there are about (nk)<sup>d</sup>/d! runs with d deviations, so
   * this ends only if n and d are small: limit the {@code runs} to be safe.
   *
   * @param deviations how many decisions are other than FIFO's, at most
   * @param runs after how many runs to stop though there are more
   * @throws IllegalArgumentException if the mode is {@link Mode#FIFO}, or a number negative
   */
  public static Iterable<Simulation> bounded(Mode mode, int deviations, int runs) {
    requireChoices(mode);
    requireNotNegative("deviations", deviations);
    return () -> limited(new BoundedSchedules(mode, deviations), runs);
  }

  private static Iterator<Simulation> limited(Iterator<Simulation> all, int runs) {
    return new Iterator<>() {
      private int left = runs;

      @Override
      public boolean hasNext() {
        return left > 0 && all.hasNext();
      }

      @Override
      public Simulation next() {
        left--;
        return all.next();
      }
    };
  }

  private static void requireChoices(Mode mode) {
    if (mode == Mode.FIFO) {
      throw nothingToExplore();
    }
  }

  private static IllegalArgumentException nothingToExplore() {
    return new IllegalArgumentException("There is one FIFO run only; choose another mode");
  }

  private static void requireNotNegative(String what, int number) {
    if (number < 0) {
      throw new IllegalArgumentException(what + " cannot be negative: " + number);
    }
  }
}
