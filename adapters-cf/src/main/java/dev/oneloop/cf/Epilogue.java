package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/**
 * What is done at once, by whoever completes a future, before its stages run: a timer is cancelled,
 * a queued task is removed, the way to the source is cut. Epilogues of a future form a list; the
 * last of them may be its {@linkplain Upstream source}.
 */
interface Epilogue {
  /**
   * The future is complete. On the completing thread, and possibly more than once. Must not throw.
   */
  void completed(PinnedFuture<?> future);

  /** The epilogue that follows, or null. */
  @Nullable Epilogue following();
}
