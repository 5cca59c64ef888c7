package dev.oneloop.rx3;

import dev.oneloop.MissedTicks;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a scheduler behaves.
 *
 * @param missedTicks what periodic tasks do about ticks that they missed
 * @param inlineDepth how deep tasks may run inside each other; zero if none may
 * @param onRefused told of each submission that the loop refuses; null to report the first
 */
record SchedulerSettings(
    MissedTicks missedTicks,
    int inlineDepth,
    @Nullable Consumer<? super RejectedExecutionException> onRefused) {
  static final int STANDARD_DEPTH = 64;
  static final SchedulerSettings QUEUED = new SchedulerSettings(MissedTicks.CATCH_UP, 0, null);
  static final SchedulerSettings IMMEDIATE =
      new SchedulerSettings(MissedTicks.CATCH_UP, STANDARD_DEPTH, null);
}
