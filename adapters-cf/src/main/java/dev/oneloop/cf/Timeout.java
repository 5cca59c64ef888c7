package dev.oneloop.cf;

import dev.oneloop.LoopTimer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The timer of {@code orTimeout}: fails a future unless that is complete before. */
class Timeout<T extends @Nullable Object> extends LoopTimer implements Extra {
  /** Null once the future is complete. Read once by either side: see {@link Stage}. */
  private @Nullable LoopFuture<T> future;

  private volatile @Nullable Epilogue following;

  Timeout(LoopFuture<T> future) {
    this.future = future;
  }

  void expire(LoopFuture<T> pending) {
    pending.finishExceptionally(new TimeoutException());
  }

  @Override
  public final void run() {
    LoopFuture<T> f = future;
    if (f != null) {
      expire(f);
      f.executor.home.ensureRun();
    }
  }

  @Override
  protected final void rejected(Throwable cause) {
    LoopFuture<T> f = future;
    if (f != null && f.failQuietly(new CompletionException(cause))) {
      f.conclude();
    }
  }

  @Override
  public final void completed(PinnedFuture<?> completed) {
    future = null;
    cancel();
  }

  @Override
  public final @Nullable Epilogue following() {
    return following;
  }

  @Override
  public final void follow(@Nullable Epilogue next) {
    following = next;
  }

  /** The timer of {@code completeOnTimeout}. */
  static final class WithValue<T extends @Nullable Object> extends Timeout<T> {
    private final T value;

    WithValue(LoopFuture<T> future, T value) {
      super(future);
      this.value = value;
    }

    @Override
    void expire(LoopFuture<T> pending) {
      pending.finish(value);
    }
  }
}
