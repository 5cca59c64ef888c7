package dev.oneloop.diagnostics;

import dev.oneloop.ManagedLoop;
import dev.oneloop.TaskOrigin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task that took too long, or had to wait too long.
 *
 * @param loop where
 * @param task what was submitted
 * @param kind whether it took long or waited long
 * @param duration how long, in real time
 * @param origin where it was submitted, if the loop runs in debug mode
 */
public record SlowTask(
    ManagedLoop loop, Runnable task, Kind kind, Duration duration, @Nullable TaskOrigin origin) {

  /** In what way a task can be slow. */
  public enum Kind {
    /** It kept the loop from running others. */
    EXECUTION,

    /** Others kept it from running, after it was submitted or its deadline had come. */
    DELIVERY
  }

  /** What happened, in a sentence. */
  public String message() {
    return switch (kind) {
      case EXECUTION -> loop + " was held up for " + duration.toMillis() + " ms by " + task;
      case DELIVERY -> task + " waited " + duration.toMillis() + " ms for its turn on " + loop;
    };
  }
}
