package dev.oneloop.cf;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A function that waits for its sources, and the future that its outcome completes, which refers to
 * it as its {@linkplain Upstream upstream}: so sources live for as long as somebody holds the
 * future.
 *
 * <p>Whatever completes the future, also from elsewhere, {@linkplain #release releases} the stage:
 * then it holds nothing and {@link #isLive} is false. Races between the loop, which runs the stage,
 * and a foreign thread that cancels the future are benign: fields are read once, and null means
 * "released".
 *
 * @param <F> the type of the function
 * @param <T> the type of the future that is completed
 */
abstract class Stage<F, T extends @Nullable Object> extends Dependent implements Upstream {
  /** The future that this completes; null once released. */
  @Nullable LoopFuture<T> target;

  /** Null once released. */
  private @Nullable F function;

  Stage(LoopFuture<T> target, F function) {
    this.function = Objects.requireNonNull(function, "function");
    this.target = target;
    target.setUpstream(this);
  }

  /** Takes the place of a stage of the same future that has run. */
  Stage(LoopFuture<T> target, F function, Stage<?, T> replaced) {
    this.function = function;
    this.target = target;
    target.rerouteUpstream(replaced, this);
    if (target.done()) {
      // The completer may have missed this.
      release();
    }
  }

  /** Hangs this, or what stands for it, on its sources. Once, by whoever made it. */
  abstract void attachToSources(Dependent node);

  /** Whether all sources that are needed are complete. On the loop. */
  abstract boolean isReady();

  /**
   * Whether there is a function to be called, the sources being ready, or only an outcome to pass
   * on.
   */
  abstract boolean callsFunction();

  /**
   * Completes the target with what the function makes of the sources. Whatever it throws is caught.
   */
  abstract void apply(F function, LoopFuture<T> target) throws Throwable;

  /** Lets go of the sources. */
  abstract void releaseSources();

  @Override
  final @Nullable PinnedFuture<?> fire() {
    LoopFuture<T> t = target;
    if (t == null || !isReady()) {
      return null;
    }
    run();
    // Not done if the function has returned a stage that pends.
    return t.done() && t.hasDependentsToFire() ? t : null;
  }

  /** Runs the function, wherever it is to run. What hangs on the target is left to the caller. */
  final void run() {
    LoopFuture<T> t = target;
    F f = function;
    if (t == null || f == null || t.done()) {
      return;
    }
    try {
      apply(f, t);
    } catch (Throwable e) {
      t.finishExceptionally(PinnedFuture.wrapped(e));
    }
  }

  final void release() {
    target = null;
    function = null;
    releaseSources();
  }

  @Override
  public final void completed(PinnedFuture<?> future) {
    release();
  }

  @Override
  final @Nullable PinnedFuture<?> refuse(CompletionException cause) {
    LoopFuture<T> t = target;
    release();
    return t != null && t.failQuietly(cause) ? t : null;
  }

  @Override
  final boolean isLive() {
    return target != null;
  }
}
