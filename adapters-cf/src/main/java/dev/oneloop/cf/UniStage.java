package dev.oneloop.cf;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A stage with one source. */
abstract class UniStage<S extends @Nullable Object, T extends @Nullable Object> extends Stage<T> {
  private @Nullable PinnedFuture<S> source;

  UniStage(PinnedFuture<S> source, LoopFuture<T> target) {
    super(target);
    this.source = source;
  }

  UniStage(PinnedFuture<S> source, LoopFuture<T> target, Stage<T> replaced) {
    super(target, replaced);
    this.source = source;
  }

  /** The source has a value. */
  abstract void onValue(S value, LoopFuture<T> target) throws Throwable;

  /** The source has failed. The standard is to fail as well. */
  void onFailure(Throwable failure, LoopFuture<T> target) throws Throwable {
    target.finishExceptionally(PinnedFuture.wrapped(failure));
  }

  /** Whether the function is for failures, for values, or for both. */
  boolean takes(boolean failure) {
    return !failure;
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
  final void apply(LoopFuture<T> t) throws Throwable {
    PinnedFuture<S> s = source;
    if (s != null) {
      Throwable failure = s.failure();
      if (failure == null) {
        onValue(s.value(), t);
      } else {
        onFailure(failure, t);
      }
    }
  }

  /** Lets go of the function. */
  abstract void releaseFunction();

  @Override
  final void releaseSources() {
    source = null;
    releaseFunction();
  }

  @Override
  public final void collectSources(Collection<PinnedFuture<?>> sources) {
    PinnedFuture<S> s = source;
    if (s != null) {
      sources.add(s);
    }
  }
}
