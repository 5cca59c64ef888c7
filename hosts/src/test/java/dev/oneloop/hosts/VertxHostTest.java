package dev.oneloop.hosts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopHost;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VertxHostTest extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private Vertx vertx;

  @Override
  LoopHost startHost() {
    vertx = Vertx.vertx();
    return new VertxHost(vertx.getOrCreateContext());
  }

  @Test
  void blockingCodeIsNotOnTheHostsThread() throws Exception {
    Context context = vertx.getOrCreateContext();
    VertxHost host = new VertxHost(context);
    CompletableFuture<Boolean> onContext = new CompletableFuture<>();
    CompletableFuture<Boolean> blocking = new CompletableFuture<>();
    context.runOnContext(ignored -> {
      onContext.complete(host.isHostThread());
      context.executeBlocking(() -> blocking.complete(host.isHostThread()));
    });
    assertTrue(onContext.get(60, TimeUnit.SECONDS));
    assertFalse(blocking.get(60, TimeUnit.SECONDS));
  }

  @Override
  boolean stopHost() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
    return true;
  }
}
