package dev.oneloop.cf;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A future that takes over the outcome of a foreign stage. When the loop closes, it fails. */
final class RelayFuture<T extends @Nullable Object> extends LoopFuture<T> {

  private RelayFuture(LoopExecutor executor) {
    super(executor);
  }

  static <T extends @Nullable Object> RelayFuture<T> of(
      LoopExecutor executor, CompletionStage<? extends T> stage) {
    RelayFuture<T> relay = new RelayFuture<>(executor);
    relay.setUpstream(new Foreign(stage));
    executor.home.add(relay);
    CompletionStage<? extends T> unused = stage.whenComplete(new Receiver<>(relay));
    if (executor.home.isClosed()) {
      relay.abandon(PinnedFuture.wrapped(executor.closedException()));
    }
    return relay;
  }

  @Override
  void onConclude() {
    executor.home.pending.remove(this);
  }

  /** Holds the stage for as long as its outcome is waited for. */
  private static final class Foreign implements Upstream {
    private volatile @Nullable CompletionStage<?> stage;

    Foreign(CompletionStage<?> stage) {
      this.stage = stage;
    }

    @Override
    public void completed(PinnedFuture<?> future) {
      stage = null;
    }

    @Override
    public void collectSources(Collection<PinnedFuture<?>> sources) {
      // The relay is the one dependent that this knows of.
      if (stage instanceof CompletableFuture<?> future && future.getNumberOfDependents() <= 1) {
        future.cancel(false);
      }
    }
  }

  private static final class Receiver<T extends @Nullable Object>
      implements BiConsumer<T, @Nullable Throwable> {
    private final LoopFuture<T> relay;

    Receiver(LoopFuture<T> relay) {
      this.relay = relay;
    }

    @Override
    public void accept(T value, @Nullable Throwable failure) {
      if (failure == null) {
        relay.finish(value);
      } else {
        relay.finishExceptionally(failure);
      }
      relay.executor.home.ensureRun();
    }
  }
}
