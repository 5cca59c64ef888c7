package dev.oneloop.cf;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Where the outcome of a future comes from: always the last of its epilogues. */
interface Upstream extends Epilogue {
  @Override
  default @Nullable Epilogue following() {
    return null;
  }

  /**
   * Adds the futures of this loop that this waits for, so that a cancellation may go on to them.
   * What is no such future is cancelled here.
   */
  default void collectSources(Collection<PinnedFuture<?>> sources) {}
}
