package dev.oneloop.testkit.explore.bugs;

import dev.oneloop.simulation.Mode;
import dev.oneloop.testkit.explore.Program;

/**
 * A program with an error of order, of a kind that is met in the wild, and the same without it.
 *
 * @param mode the weakest mode in which the error shows
 */
public record Bug(String name, Mode mode, Program broken, Program fixed) {
  @Override
  public String toString() {
    return name;
  }
}
