package dev.oneloop.cf;

import java.util.concurrent.atomic.AtomicBoolean;

/** Runs an action on the loop if the future is cancelled. */
final class CancelHook extends PlainExtra {
  private final Runnable action;
  private final AtomicBoolean ran = new AtomicBoolean();

  CancelHook(Runnable action) {
    this.action = action;
  }

  @Override
  public void completed(PinnedFuture<?> future) {
    if (future.cancelled() && ran.compareAndSet(false, true)) {
      future.executor.home.runOnLoop(action);
    }
  }
}
