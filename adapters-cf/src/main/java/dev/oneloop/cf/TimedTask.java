package dev.oneloop.cf;

import dev.oneloop.LoopTimer;
import org.jspecify.annotations.Nullable;

/** A task that waits for its time; for a periodic one, again and again. */
final class TimedTask extends LoopTimer implements Tracked {
  private final LoopExecutor executor;
  private final Runnable body;

  // The place in the executor's TaskList.
  @Nullable TimedTask before;
  @Nullable TimedTask after;
  boolean listed;

  TimedTask(LoopExecutor executor, Runnable body) {
    this.executor = executor;
    this.body = body;
  }

  Runnable body() {
    return body;
  }

  @Override
  public void run() {
    Lifecycle lifecycle = executor.lifecycle;
    // In this order for the reason given in PlainTask.
    lifecycle.begin();
    try {
      if (lifecycle.takeToRun(this)) {
        TaskFuture.runTaken(body);
      }
    } finally {
      lifecycle.end();
    }
  }

  @Override
  protected void rejected(Throwable cause) {
    if (withdraw()) {
      Refusable.refuse(executor.loop(), body, cause);
    }
  }

  @Override
  public @Nullable Runnable evict(Throwable cause) {
    return withdraw() ? Refusable.evict(executor.loop(), body, cause) : null;
  }

  @Override
  public boolean withdraw() {
    if (!executor.lifecycle.take(this)) {
      return false;
    }
    cancel();
    executor.lifecycle.left();
    return true;
  }

  @Override
  public String toString() {
    return body.toString();
  }
}
