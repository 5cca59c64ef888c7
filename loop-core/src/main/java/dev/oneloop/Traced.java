package dev.oneloop;

import org.jspecify.annotations.Nullable;

/** A task that knows in debug mode where it comes from. */
interface Traced {
  @Nullable TaskOrigin origin();

  /** Where a task was submitted, if known. */
  static @Nullable TaskOrigin originOf(Runnable task) {
    return task instanceof Traced traced ? traced.origin() : null;
  }
}
