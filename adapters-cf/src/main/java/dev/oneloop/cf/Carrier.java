package dev.oneloop.cf;

import dev.oneloop.LoopTimer;
import org.jspecify.annotations.Nullable;

/** Takes a {@link TaskFuture} through the loop. */
final class Carrier extends LoopTimer implements Tracked {
  private final LoopExecutor executor;
  private final TaskFuture<?> future;
  final boolean delayed;
  private @Nullable Links before;
  private @Nullable Links after;

  Carrier(LoopExecutor executor, TaskFuture<?> future, boolean delayed) {
    this.executor = executor;
    this.future = future;
    this.delayed = delayed;
  }

  TaskFuture<?> future() {
    return future;
  }

  @Override
  public void run() {
    if (!executor.lifecycle.begin(this)) {
      return;
    }
    try {
      future.run();
    } finally {
      executor.lifecycle.end();
    }
  }

  @Override
  protected void rejected(Throwable cause) {
    if (executor.lifecycle.remove(this)) {
      dropped(cause);
    }
  }

  @Override
  public Runnable handle() {
    return future;
  }

  @Override
  public void dequeue() {
    cancel();
  }

  @Override
  public void dropped(Throwable cause) {
    future.refused(cause);
  }

  @Override
  public @Nullable Links before() {
    return before;
  }

  @Override
  public void before(@Nullable Links node) {
    before = node;
  }

  @Override
  public @Nullable Links after() {
    return after;
  }

  @Override
  public void after(@Nullable Links node) {
    after = node;
  }

  @Override
  public String toString() {
    return future.toString();
  }
}
