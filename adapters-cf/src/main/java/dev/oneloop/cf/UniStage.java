package dev.oneloop.cf;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A stage with one source. */
abstract class UniStage<F, S extends @Nullable Object, T extends @Nullable Object>
    extends Stage<F, T> {
  private @Nullable PinnedFuture<S> source;

  UniStage(PinnedFuture<S> source, LoopFuture<T> target, F function) {
    super(target, function);
    this.source = source;
  }

  UniStage(PinnedFuture<S> source, LoopFuture<T> target, F function, Stage<?, T> replaced) {
    super(target, function, replaced);
    this.source = source;
  }

  /** The source has a value. */
  abstract void onValue(F function, S value, LoopFuture<T> target) throws Throwable;

  /** The source has failed. The standard is to fail as well. */
  void onFailure(F function, Throwable failure, LoopFuture<T> target) throws Throwable {
    target.finishExceptionally(PinnedFuture.wrapped(failure));
  }

  /** Whether the function is for failures, for values, or for both. */
  boolean takes(boolean failure) {
    return !failure;
  }

  @Override
  final void attachToSources(Dependent node) {
    PinnedFuture<S> s = source;
    if (s != null) {
      s.attach(node);
    }
  }

  @Override
  final boolean isReady() {
    return true;
  }

  @Override
  final boolean callsFunction() {
    PinnedFuture<S> s = source;
    return s != null && takes(s.failed());
  }

  @Override
  final void apply(F function, LoopFuture<T> target) throws Throwable {
    PinnedFuture<S> s = source;
    if (s != null) {
      Throwable failure = s.failure();
      if (failure == null) {
        onValue(function, s.value(), target);
      } else {
        onFailure(function, failure, target);
      }
    }
  }

  @Override
  final void releaseSources() {
    source = null;
  }

  @Override
  public final void collectSources(Collection<PinnedFuture<?>> sources) {
    PinnedFuture<S> s = source;
    if (s != null) {
      sources.add(s);
    }
  }
}
