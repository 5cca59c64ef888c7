package dev.oneloop;

import org.jspecify.annotations.Nullable;

/** A foreign Runnable with a deadline. */
final class RunnableTimer extends LoopTimer implements Carrier {
  private @Nullable Runnable task;

  RunnableTimer(Runnable task) {
    this.task = task;
  }

  @Override
  public void run() {
    Runnable r = task;
    if (r != null) {
      r.run();
      task = null;
    }
  }

  @Override
  public @Nullable Runnable content() {
    return task;
  }

  @Override
  public void release() {
    task = null;
  }

  @Override
  protected void cancelled() {
    task = null;
  }

  @Override
  protected void rejected(Throwable cause) {
    task = null;
  }

  @Override
  public String toString() {
    return "Timer(" + task + ")";
  }
}
