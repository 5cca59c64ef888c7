package dev.oneloop.cf;

import dev.oneloop.LoopFailure;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Hands a failure to the loop's exception handler. */
final class Reporter extends Dependent {
  private final PinnedFuture<?> future;

  Reporter(PinnedFuture<?> future) {
    this.future = future;
  }

  @Override
  @Nullable PinnedFuture<?> fire() {
    reportIfFailed();
    return null;
  }

  private void reportIfFailed() {
    Throwable failure = future.failure();
    if (failure != null && !isCancellation(failure)) {
      future.executor.home.loop.report(LoopFailure.of("A future failed", failure, future));
    }
  }

  private static boolean isCancellation(Throwable failure) {
    return failure instanceof CancellationException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof CancellationException);
  }

  @Override
  @Nullable PinnedFuture<?> refuse(CompletionException cause) {
    if (future.done()) {
      reportIfFailed();
    }
    return null;
  }

  @Override
  boolean isLive() {
    return true;
  }
}
