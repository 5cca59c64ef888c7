package dev.oneloop.cf;

import dev.oneloop.LoopTimer;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The timer that completes a future; gone once the future is complete otherwise. */
final class Delay extends LoopTimer implements Upstream {
  private final LoopFuture<@Nullable Void> future;

  Delay(LoopFuture<@Nullable Void> future) {
    this.future = future;
  }

  @Override
  public void run() {
    future.finish(null);
    future.executor.home.ensureRun();
  }

  @Override
  public void completed(PinnedFuture<?> completed) {
    cancel();
  }

  @Override
  protected void rejected(Throwable cause) {
    if (future.failQuietly(new CompletionException(cause))) {
      future.conclude();
    }
  }
}
