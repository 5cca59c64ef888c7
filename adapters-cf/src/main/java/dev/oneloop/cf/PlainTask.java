package dev.oneloop.cf;

import dev.oneloop.LoopFailure;
import dev.oneloop.LoopTask;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import org.jspecify.annotations.Nullable;

/** A task given to {@code execute}. What it throws goes to the loop's exception handler. */
final class PlainTask extends LoopTask implements Tracked {
  private final LoopExecutor executor;
  private final Runnable body;
  private @Nullable Links before;
  private @Nullable Links after;

  PlainTask(LoopExecutor executor, Runnable body) {
    this.executor = executor;
    this.body = body;
  }

  @Override
  public void run() {
    if (executor.lifecycle.begin(this)) {
      try {
        body.run();
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
    return body;
  }

  @Override
  public void dequeue() {
    cancel();
  }

  @Override
  public void dropped(Throwable cause) {
    if (body instanceof Refusable refusable) {
      refusable.refused(cause);
    } else if (body instanceof AsynchronousCompletionTask) {
      executor
          .loop()
          .report(
              LoopFailure.of(
                  "A task of a CompletableFuture was dropped: the future will not complete",
                  cause,
                  body));
    }
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
    return body.toString();
  }
}
