package dev.oneloop.cf;

import java.util.Collection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A stage with two sources of one loop: it hangs on the first, and by a {@link Hook} on the second.
 */
abstract class BiStage<
        F, A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object>
    extends Stage<F, T> {
  @Nullable PinnedFuture<A> first;
  @Nullable PinnedFuture<B> second;

  BiStage(
      PinnedFuture<A> first, CompletionStage<? extends B> other, LoopFuture<T> target, F function) {
    super(target, function);
    this.first = first;
    this.second = target.executor.source(other);
  }

  @Override
  final void attachToSources(Dependent node) {
    // Read first: once attached to one of them this may run, and let go of both.
    PinnedFuture<A> a = first;
    PinnedFuture<B> b = second;
    if (a != null) {
      a.attach(node);
    }
    if (b != null && a != b) {
      b.attach(new Hook(node));
    }
  }

  @Override
  final void releaseSources() {
    first = null;
    second = null;
  }

  @Override
  public final void collectSources(Collection<PinnedFuture<?>> sources) {
    PinnedFuture<A> a = first;
    PinnedFuture<B> b = second;
    if (a != null) {
      sources.add(a);
    }
    if (b != null) {
      sources.add(b);
    }
  }

  /** Stands in the second source's list for the node in the first one's. */
  private static final class Hook extends Dependent {
    private final Dependent node;

    Hook(Dependent node) {
      this.node = node;
    }

    @Override
    @Nullable PinnedFuture<?> fire() {
      return node.fire();
    }

    @Override
    @Nullable PinnedFuture<?> refuse(CompletionException cause) {
      return node.refuse(cause);
    }

    @Override
    boolean isLive() {
      return node.isLive();
    }
  }
}
