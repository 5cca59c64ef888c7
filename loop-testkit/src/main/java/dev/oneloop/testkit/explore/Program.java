package dev.oneloop.testkit.explore;

import dev.oneloop.SimulatedLoop;

/** Something to be run again and again, in one simulation after the other. */
@FunctionalInterface
public interface Program {

  /**
   * Runs the program once, from its beginning to its end, on a loop of its own. It drives the loop
   * itself; nothing may be left of the run before. If nothing but the loop decides what it does, a
   * run can be repeated.
   *
   * @throws Throwable if the outcome is not as it should be
   */
  void run(SimulatedLoop loop) throws Throwable;
}
