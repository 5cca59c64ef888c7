package dev.oneloop;

/**
 * Lets time pass where a program waits for it without rest, as {@code while (true) yield()} does
 * inside of a time-out: a real clock would go on meanwhile, a virtual one stand still for ever.
 * Confined to the loop.
 */
final class Standstill {
  /** Nobody has as much to do in one moment who does not wait for a later one. */
  static final int TASKS = 10_000_000;

  private final Agenda agenda;
  private final VirtualClock clock;
  private final Horizon horizon;
  private long moment;

  /** How many tasks had run when the moment came. */
  private long before;

  private boolean hopeless;

  Standstill(Agenda agenda, VirtualClock clock, Horizon horizon) {
    this.agenda = agenda;
    this.clock = clock;
    this.horizon = horizon;
    moment = clock.nanoTime();
  }

  /** A turn begins: steps the clock to the next deadline if it has stood still for too long. */
  void beginTurn(long tasksRun) {
    long now = clock.nanoTime();
    if (now == moment && tasksRun - before < TASKS) {
      return;
    }
    hopeless = now == moment && horizon.isReached();
    if (now == moment && !hopeless) {
      step(now);
    }
    moment = clock.nanoTime();
    before = tasksRun;
  }

  private void step(long now) {
    long next = agenda.firstDeadline();
    long then = next == LoopClock.NEVER ? horizon.end() : horizon.within(now, next - now);
    if (then != LoopClock.NEVER && then - now > 0) {
      clock.advanceTo(then);
    }
  }

  /** Whether a program does not even rest where time may not go on. */
  boolean isHopeless() {
    return hopeless;
  }

  /** Time may go on again. */
  void hopeAgain() {
    hopeless = false;
  }
}
