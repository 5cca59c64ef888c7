package dev.oneloop;

import dev.oneloop.simulation.Choice.Kind;
import dev.oneloop.simulation.Trace;

/**
 * Has it decided, in place of chance, how time passes in a simulated loop and where its turns end.
 * Confined to the loop.
 */
final class Explorer {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  /** How late a timer is, and how much time passes before a turn. */
  private static final long[] DELAYS = {0, MICRO, 100 * MICRO, MILLI, 10 * MILLI, 100 * MILLI};

  /** How long something from outside takes. */
  private static final long[] JOURNEYS = {
    0, MICRO, MILLI, 10 * MILLI, 100 * MILLI, SECOND, 10 * SECOND
  };

  /** Later timers are nothing to coincide with. */
  private static final long SOON = 60 * SECOND;

  /** How many places there are at most where a turn can end. */
  private static final int ENDS = 16;

  private final Agenda agenda;
  private final VirtualClock clock;
  private final Recorder recorder;

  private final Horizon horizon;

  Explorer(Agenda agenda, VirtualClock clock, Recorder recorder, Horizon horizon) {
    this.agenda = agenda;
    this.clock = clock;
    this.recorder = recorder;
    this.horizon = horizon;
  }

  /** A turn begins, with ready tasks gathered: how many tasks it may run. */
  int beginTurn(int budget) {
    int ready = agenda.ready.size();
    if (ready == 0 || horizon.isReached()) {
      return budget;
    }
    if (!agenda.timers.isEmpty()) {
      passTime();
    }
    return lengthOfTurn(ready, budget);
  }

  private void passTime() {
    int answer = recorder.decide(Kind.TIME_PASSES, DELAYS.length);
    if (answer > 0) {
      long now = clock.nanoTime();
      long then = horizon.within(now, DELAYS[answer]);
      clock.advanceTo(then);
      recorder.decided(Trace.time(then - now) + " pass");
    }
  }

  private int lengthOfTurn(int ready, int budget) {
    int options = Math.min(Math.min(ready, budget), ENDS);
    if (options < 2) {
      return budget;
    }
    int answer = recorder.decide(Kind.TURN_LENGTH, options);
    if (answer == 0) {
      return budget;
    }
    recorder.decided("a turn of " + answer + ", though " + ready + " are ready");
    return answer;
  }

  /** When the loop wakes up that sleeps until a deadline. */
  long wakingTime(long deadline) {
    boolean isTimer = !agenda.timers.isEmpty() && deadline == agenda.timers.firstDeadline();
    if (!isTimer || deadline == horizon.end() || deadline - clock.nanoTime() <= 0) {
      return deadline;
    }
    int answer = recorder.decide(Kind.LATENESS, DELAYS.length);
    if (answer == 0) {
      return deadline;
    }
    long late = horizon.within(deadline, DELAYS[answer]);
    recorder.decided("a timer is late by " + Trace.time(late - deadline));
    return late;
  }

  /** How long something that comes from outside is still on its way. */
  long journey() {
    long toFirstTimer =
        agenda.timers.isEmpty() ? 0 : agenda.timers.firstDeadline() - clock.nanoTime();
    boolean canMeet = toFirstTimer > MICRO && toFirstTimer < SOON;
    int answer = recorder.decide(Kind.ARRIVAL, JOURNEYS.length + (canMeet ? 2 : 0));
    if (answer == 0) {
      return 0;
    }
    long journey =
        answer < JOURNEYS.length
            ? JOURNEYS[answer]
            : answer == JOURNEYS.length ? toFirstTimer - MICRO : toFirstTimer;
    recorder.decided("arrives in " + Trace.time(journey));
    return journey;
  }
}
