package dev.oneloop.simulation;

/** How far a simulation goes in trying out what might happen. */
public enum Mode {
  /**
   * Nothing is tried out: timers run exactly when they are due, tasks first in, first out. Nobody
   * is asked for a decision.
   */
  FIFO,

  /**
   * Only what a real loop could do. Timers are late, never early; time passes while tasks run; a
   * turn ends before all that is ready has run; what comes from {@linkplain
   * dev.oneloop.SimulatedLoop#outside() outside} comes when it pleases. Ready tasks run first in,
   * first out: a bug that is found here can happen on any loop.
   */
  POSSIBLE,

  /**
   * As {@link #POSSIBLE}, and besides the ready tasks of a turn run in any order that keeps each
   * source's own: {@link Choice.Kind#NEXT_TASK} says what a source is. No loop of ours does that.
   * It finds code that leans on the order of tasks which know nothing of each other, and which
   * breaks on the day when one of them takes one more hop.
   */
  CHAOS
}
