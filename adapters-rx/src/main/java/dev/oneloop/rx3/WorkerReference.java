package dev.oneloop.rx3;

import java.lang.ref.WeakReference;

/**
 * A worker in its scheduler's chain. Weak, so that workers that somebody forgot to dispose go once
 * they have nothing outstanding: what is outstanding refers to its worker.
 */
final class WorkerReference extends WeakReference<LoopWorker> implements Link {
  /** Plain: see {@link LoopWorker}. */
  private Link older;

  WorkerReference(LoopWorker worker, LoopWorker root) {
    super(worker);
    older = root;
  }

  @Override
  public boolean isSettled() {
    return refersTo(null);
  }

  @Override
  public void dispose() {
    LoopWorker worker = get();
    if (worker != null) {
      worker.dispose();
    }
  }

  @Override
  public Link older() {
    return older;
  }

  @Override
  public void older(Link link) {
    older = link;
  }
}
