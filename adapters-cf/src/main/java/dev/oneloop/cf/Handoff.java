package dev.oneloop.cf;

import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a stage whose function runs on an executor: it is handed over once its sources are
 * complete, unless there is only an outcome to pass on.
 */
final class Handoff extends Dependent implements Refusable, AsynchronousCompletionTask {
  private final Stage<?, ?> stage;
  private final Executor executor;

  /** On the loop: two sources fire twice. */
  private boolean handedOver;

  Handoff(Stage<?, ?> stage, Executor executor) {
    this.stage = stage;
    this.executor = executor;
  }

  @Override
  @Nullable PinnedFuture<?> fire() {
    LoopFuture<?> target = stage.target;
    if (target == null || handedOver || !stage.isReady()) {
      return null;
    }
    handedOver = true;
    if (!stage.callsFunction()) {
      return stage.fire();
    }
    if (!(executor instanceof LoopExecutor)) {
      // Nobody tells when an executor drops a task; the end of the loop shall not wait for it.
      target.executor.home.add(target);
    }
    try {
      executor.execute(this);
    } catch (Throwable e) {
      target.finishExceptionally(PinnedFuture.wrapped(e));
    }
    return null;
  }

  @Override
  public void run() {
    LoopFuture<?> target = stage.target;
    if (target != null) {
      stage.run();
      if (target.done()) {
        target.fireDependents();
      }
      target.executor.home.pending.remove(target);
      target.executor.home.ensureRun();
    }
  }

  @Override
  public void refused(Throwable cause) {
    LoopFuture<?> target = stage.target;
    if (target != null) {
      target.finishExceptionally(PinnedFuture.wrapped(cause));
    }
  }

  @Override
  @Nullable PinnedFuture<?> refuse(CompletionException cause) {
    return stage.refuse(cause);
  }

  @Override
  boolean isLive() {
    return stage.isLive();
  }
}
