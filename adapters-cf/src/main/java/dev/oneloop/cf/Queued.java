package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/**
 * A task that went to the loop without delay: a node in the {@link TaskQueue} of its executor.
 *
 * <p>Whoever takes its work decides what becomes of it: the loop, which does it, a cancellation, or
 * a shutdown. This does not rest on the loop's own way to cancel tasks, since a loop that somebody
 * wrote may know nothing of that and run what was cancelled.
 */
interface Queued extends Tracked {
  /** What the queue keeps here, with acquire. */
  @Nullable Queued next();

  /** As {@link #next}, with release. */
  void linkTo(Queued node);

  /** Whether nobody has taken the work. With acquire. */
  boolean isWaiting();

  /** Whether this would keep an outcome alive, that others may want to see collected. */
  boolean keepsOutcome();
}
