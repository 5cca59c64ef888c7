package dev.oneloop;

import dev.oneloop.simulation.Decisions;
import dev.oneloop.simulation.Simulation;
import dev.oneloop.simulation.Trace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A loop in virtual time: its clock stands still while tasks run and steps to each deadline before
 * the timer's task does. It never sleeps.
 *
 * <p>It is an ordinary loop, so coroutines, futures and Rx pipelines that run on it all live on its
 * one virtual clock. The loop of {@link Loops#simulated()} runs tasks in the order of a real loop
 * and exactly on time. One made with another {@link Simulation} tries out what else may happen, and
 * can do the same again.
 *
 * <p><b>Time</b> passes in the drive methods that wait: {@code advanceBy}, {@code advanceTo},
 * {@code runFor}, {@code run}, {@code runOnce}, {@code runUntilComplete} and {@code
 * runUntilQuiescent}. It stands still in {@code poll} and {@code runUntilIdle}. A loop that
 * explores lets timers be late and time pass between turns, but not beyond the moment to which it
 * is being advanced: when {@code advanceBy} returns the clock is exactly there, and whatever was
 * due has run.
 *
 * <p>A program may keep the loop busy and wait for a timer all the same, as {@code while (true)
 * yield()} does inside of a time-out. After ten million tasks at one moment the clock steps to the
 * next deadline, as if the loop had rested; at the end of {@code advanceBy} and {@code advanceTo}
 * they return, with work left. Where time stands still such a program keeps the loop for ever.
 *
 * <p><b>Channels.</b> There is none: a simulated loop has no selector, and real sockets know
 * nothing of its time. What comes from elsewhere is simulated by {@link #outside()}.
 */
public interface SimulatedLoop extends ManualLoop {

  @Override
  VirtualClock clock();

  /** How this loop was made. */
  Simulation simulation();

  /**
   * What was decided so far, up to the last decision that was not the one of FIFO: {@link
   * Simulation#replay} does the same again. On the loop, or while nobody drives it.
   */
  int[] decisions();

  /**
   * What has happened so far; empty if the {@linkplain Simulation#traced() simulation} keeps no
   * trace. The most recent ten thousand events are kept.
   */
  Trace trace();

  /**
   * Stands for the threads outside: what it is given runs on this loop as if it came from there, at
   * a later moment of virtual time that is {@linkplain Decisions decided}, in any order. The moment
   * may lie behind timers that are set later.
   *
   * <p>On a loop that does not explore this is the loop itself. When the loop shuts down, what is
   * still to come is dropped.
   */
  Executor outside();

  /**
   * Who waits on this loop, for what: its timers, the earliest first, and what the adapters know of
   * coroutines and futures; one line each. For people who wonder why nothing happens any more. On
   * the loop, or while nobody drives it.
   */
  List<String> waiters();

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
