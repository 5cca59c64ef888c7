package dev.oneloop.cf;

import java.util.Collection;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A stage with two sources of one loop: it hangs on the first, and by a {@link Hook} on the second.
 */
abstract class BiStage<
        A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object>
    extends Stage<T> {
  @Nullable PinnedFuture<A> first;
  @Nullable PinnedFuture<B> second;

  BiStage(PinnedFuture<A> first, PinnedFuture<B> second, LoopFuture<T> target) {
    super(target);
    this.first = first;
    this.second = second;
  }

  /** Hangs this stage, or what stands for it, on both sources. */
  final void attachTo(PinnedFuture<A> a, PinnedFuture<B> b, Dependent node) {
    a.attach(node);
    if (a != b) {
      b.attach(new Hook(node));
    }
  }

  @Override
  void releaseSources() {
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
    void fire() {
      node.fire();
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
