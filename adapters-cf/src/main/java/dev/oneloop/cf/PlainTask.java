package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/** A task given to {@code execute} or {@code submit}. */
final class PlainTask extends QueuedTask<Runnable> {
  private final LoopExecutor executor;

  /** What runs now, for those who want to know its name. */
  private @Nullable Runnable running;

  PlainTask(LoopExecutor executor, Runnable body) {
    super(body);
    this.executor = executor;
  }

  @Override
  LoopExecutor executor() {
    return executor;
  }

  @Override
  void perform(Runnable body) {
    running = body;
    try {
      TaskFuture.runTaken(body);
    } finally {
      running = null;
    }
  }

  @Override
  void refuse(Runnable body, Throwable cause) {
    Refusable.refuse(executor.loop(), body, cause);
  }

  @Override
  Runnable evict(Runnable body, Throwable cause) {
    return Refusable.evict(executor.loop(), body, cause);
  }

  @Override
  public String toString() {
    Runnable now = running;
    return String.valueOf(now != null ? now : work());
  }
}
