package dev.oneloop.cf;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a future of the loop: a node in that future's list of dependents, and
 * then, once the future is complete, in the {@link Trampoline}.
 */
abstract class Dependent {
  /**
   * The next older one in a list of dependents, the next to run in the trampoline. Written by
   * whoever attaches the node, before it is published; afterwards on the loop only.
   */
  @Nullable Dependent next;

  /** How many more may be attached before the list is swept of dead nodes. */
  int credit;

  /** In place of a credit: see {@link PinnedFuture#fireInPlace}. */
  private static final int FIRED_IN_PLACE = Integer.MIN_VALUE;

  final boolean isFiredInPlace() {
    return credit == FIRED_IN_PLACE;
  }

  final void setFiredInPlace() {
    credit = FIRED_IN_PLACE;
  }

  /**
   * The future is complete. Called on the loop. Must not throw.
   *
   * @return the future that was completed by it and has dependents that are to be fired, or null
   */
  abstract @Nullable PinnedFuture<?> fire();

  /**
   * The loop has closed before {@link #fire} could be called: completes what hangs on this without
   * running anything.
   *
   * @return the future that was thereby completed and has to be looked after, or null
   */
  abstract @Nullable PinnedFuture<?> refuse(CompletionException cause);

  /** False once there is nothing left to do, so that the node may be dropped from its list. */
  abstract boolean isLive();
}
