package dev.oneloop.simulation;

/** Decides as it was decided before. */
final class ReplayedDecisions implements Decisions {
  private final int[] decisions;
  private int next;

  ReplayedDecisions(int[] decisions) {
    this.decisions = decisions.clone();
    for (int decision : decisions) {
      if (decision < 0) {
        throw new IllegalArgumentException("A decision cannot be negative: " + decision);
      }
    }
  }

  @Override
  public int choose(Choice choice) {
    return next < decisions.length ? Math.min(decisions[next++], choice.options() - 1) : 0;
  }
}
