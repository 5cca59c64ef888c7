package dev.oneloop.rx3;

import dev.oneloop.MissedTicks;

/**
 * How a scheduler behaves.
 *
 * @param missedTicks what periodic tasks do about ticks that they missed
 * @param inlineDepth how deep tasks may run inside each other; zero if none may
 */
record SchedulerSettings(MissedTicks missedTicks, int inlineDepth) {
  static final int STANDARD_DEPTH = 64;
  static final SchedulerSettings QUEUED = new SchedulerSettings(MissedTicks.CATCH_UP, 0);
  static final SchedulerSettings IMMEDIATE =
      new SchedulerSettings(MissedTicks.CATCH_UP, STANDARD_DEPTH);
}
