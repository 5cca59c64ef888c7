package dev.oneloop.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** One event-loop context of Vert.x. */
record VertxPeer(Vertx vertx, Context context) implements LoopPeer {
  VertxPeer(Vertx vertx) {
    this(vertx, vertx.getOrCreateContext());
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  @Override
  public Runnable schedule(Runnable task, long delay, TimeUnit unit) {
    // Vert.x counts in milliseconds and wants at least one.
    long timer = vertx.setTimer(Math.max(1, unit.toMillis(delay)), ignored -> task.run());
    return () -> vertx.cancelTimer(timer);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
