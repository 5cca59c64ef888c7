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

  PipelineWorker(LoopScheduler scheduler, LoopWorker root) {
    super(scheduler, root);
    if (!enlist(root)) {
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
}
