package dev.oneloop.rx3;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What {@code createWorker} gives out: small, as every pipeline has some. */
class PipelineWorker extends LoopWorker {
  private static final VarHandle NEWEST;

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(PipelineWorker.class, "newest", Link.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** See {@link LoopWorker#newest()}. */
  private volatile Link newest = this;

  /** Stands for this worker in its root's chain. */
  private final WorkerReference reference;

  PipelineWorker(LoopScheduler scheduler, LoopWorker root) {
    super(scheduler);
    reference = new WorkerReference(this, root);
    if (!root.addUnordered(reference)) {
      newest = CLOSED;
    }
  }

  @Override
  final Link newest() {
    return newest;
  }

  @Override
  final boolean replaceNewest(Link seen, Link replacement) {
    return NEWEST.compareAndSet(this, seen, replacement);
  }

  @Override
  final Link closeNewest() {
    return (Link) NEWEST.getAndSet(this, CLOSED);
  }

  @Override
  final void closed() {
    reference.clear();
    settled(reference);
  }

  @Override
  final Object sourceOf(Object task) {
    return this;
  }
}
