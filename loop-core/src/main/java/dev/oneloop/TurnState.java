package dev.oneloop;

/** What a loop counts as it runs its tasks. Written on the loop; others get a recent value. */
final class TurnState extends Padded {
  /** How many tasks the current turn may run. */
  int limit;

  /** How many tasks the current turn has run. */
  int ran;

  long tasksRun;
  long timersRun;
  long turns;
  long failures;
}
