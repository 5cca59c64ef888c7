package dev.oneloop.cf;

import dev.oneloop.LoopTimer;
import org.jspecify.annotations.Nullable;

/** A task of a delayed executor. */
final class DelayedTask extends LoopTimer implements Tracked {
  private final LoopExecutor executor;
  private final PlainTask content;
  private @Nullable Links before;
  private @Nullable Links after;

  DelayedTask(LoopExecutor executor, Runnable body) {
    this.executor = executor;
    this.content = new PlainTask(executor, body);
  }

  @Override
  public void run() {
    if (executor.lifecycle.begin(this)) {
      try {
        content.handle().run();
      } finally {
        executor.lifecycle.end();
      }
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
    return content.handle();
  }

  @Override
  public void dequeue() {
    cancel();
  }

  @Override
  public void dropped(Throwable cause) {
    content.dropped(cause);
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
}
