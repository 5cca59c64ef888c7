package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;

/** JavaFX without a display, on Monocle. */
class JavaFxHostTest extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private Thread application;

  @Override
  LoopHost startHost() throws Exception {
    System.setProperty("glass.platform", "Monocle");
    System.setProperty("monocle.platform", "Headless");
    System.setProperty("prism.order", "sw");
    CompletableFuture<Thread> started = new CompletableFuture<>();
    Platform.startup(() -> started.complete(Thread.currentThread()));
    Platform.setImplicitExit(false);
    application = started.get();
    return new JavaFxHost();
  }

  @Override
  boolean stopHost() throws Exception {
    Platform.exit();
    application.join();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    Object key = new Object();
    return new NestedHostLoop() {
      @Override
      public void enter() {
        Platform.enterNestedEventLoop(key);
      }

      @Override
      public void exit() {
        Platform.exitNestedEventLoop(key, null);
      }
    };
  }
}
