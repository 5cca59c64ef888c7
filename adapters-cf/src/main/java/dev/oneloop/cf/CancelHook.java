package dev.oneloop.cf;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs an action on the loop if the future is cancelled. */
final class CancelHook implements Extra {
  private final Runnable action;
  private final AtomicBoolean ran = new AtomicBoolean();
  private volatile @Nullable Epilogue following;

  CancelHook(Runnable action) {
    this.action = action;
  }

  @Override
  public void completed(PinnedFuture<?> future) {
    if (future.cancelled() && ran.compareAndSet(false, true)) {
      future.executor.home.runOnLoop(action);
    }
  }

  @Override
  public @Nullable Epilogue following() {
    return following;
  }

  @Override
  public void follow(@Nullable Epilogue next) {
    following = next;
  }
}
