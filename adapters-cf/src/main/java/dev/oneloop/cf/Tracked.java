package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/**
 * A task that went through an executor and has not started: see {@link Lifecycle}. Of all who try
 * to take it away one succeeds, and none once it has started.
 */
interface Tracked extends Runnable {
  /**
   * Takes this away from the loop for {@code shutdownNow}, and fails what nobody else could settle.
   *
   * @return what {@code shutdownNow} returns for this; null if it cannot be taken any more
   */
  @Nullable Runnable evict(Throwable cause);

  /** Takes this away from the loop. False if it cannot be taken any more. */
  boolean withdraw();
}
