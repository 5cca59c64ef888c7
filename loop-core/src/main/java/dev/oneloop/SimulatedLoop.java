package dev.oneloop;

import java.time.Duration;

/**
 * A loop in virtual time: its clock stands still while tasks run and steps to each deadline before
 * the timer's task does. It never sleeps.
 *
 * <p>It is an ordinary loop, so coroutines, futures and Rx pipelines that run on it all live on its
 * one virtual clock. Tasks run in the same order as on a real loop.
 */
public interface SimulatedLoop extends ManualLoop {

  @Override
  VirtualClock clock();

  /**
   * Runs everything that is due up to and including a moment of virtual time, and leaves the clock
   * there.
   *
   * @return how many tasks ran
   * @throws IllegalArgumentException if the duration is negative
   */
  int advanceBy(Duration duration);

  /**
   * As {@link #advanceBy}, to a deadline on the scale of the clock's {@code nanoTime()}.
   *
   * @throws IllegalArgumentException if the clock is past it
   */
  int advanceTo(long deadlineNanos);

  /**
   * Runs until nothing is left, neither tasks nor timers, stepping the clock as far as it takes. A
   * periodic timer keeps this from returning: use {@link #advanceBy} then.
   *
   * @return how many tasks ran
   */
  int runUntilQuiescent();
}
