package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import io.vertx.core.Vertx;

class VertxHostTest extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private Vertx vertx;

  @Override
  LoopHost startHost() {
    vertx = Vertx.vertx();
    return new VertxHost(vertx.getOrCreateContext());
  }

  @Override
  boolean stopHost() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
    return true;
  }
}
