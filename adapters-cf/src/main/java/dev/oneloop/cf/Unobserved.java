package dev.oneloop.cf;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import dev.oneloop.LoopTask;
import java.lang.ref.Cleaner.Cleanable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A failure that nobody has looked at yet: what a failed future has in place of its epilogues. It
 * does not refer to the future, so that this can be collected and the failure be reported then.
 */
final class Unobserved implements Epilogue, Runnable {
  private final EventLoop loop;
  private final boolean atEndOfTurn;
  private final Throwable failure;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable Cleanable cleanable;

  Unobserved(LoopExecutor executor, Throwable failure) {
    this.loop = executor.home.loop;
    this.atEndOfTurn = executor.reportsAtEndOfTurn();
    this.failure = failure;
  }

  /** Begins to wait: for the end of the turn, or for the future to be collected. */
  void watch(PinnedFuture<?> future) {
    if (atEndOfTurn) {
      try {
        loop.execute(new Check());
        return;
      } catch (RejectedExecutionException closed) {
        // There are no more turns.
      }
    }
    Cleanable registered = Reaper.register(future, this);
    cleanable = registered;
    if (settled.get()) {
      registered.clean();
    }
  }

  /** Somebody has looked. */
  void dismiss() {
    settled.set(true);
    Cleanable registered = cleanable;
    if (registered != null) {
      registered.clean();
    }
  }

  /** Nobody has looked, and nobody can any more or has had the time to. */
  @Override
  public void run() {
    if (settled.compareAndSet(false, true)) {
      loop.report(LoopFailure.of("A future failed, and nobody looked at it", failure));
    }
  }

  @Override
  public void completed(PinnedFuture<?> future) {}

  @Override
  public @Nullable Epilogue following() {
    return null;
  }

  private final class Check extends LoopTask {
    @Override
    public void run() {
      Unobserved.this.run();
    }

    @Override
    protected void rejected(Throwable cause) {
      Unobserved.this.run();
    }

    /** By this name tools know that nobody waits for it. */
    @Override
    public String toString() {
      return "look for who saw the failure of a future";
    }
  }
}
