package dev.oneloop.hosts;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lwjgl.glfw.GLFW;

/** On X11, which sleeps; the null platform only pretends to. */
class GlfwWakeTest {
  private final CountDownLatch ran = new CountDownLatch(1);

  @Test
  void aWakeThatSomebodyElseHasPolledIsNotLost() throws Exception {
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    Thread main = new Thread(() -> runOnGlfw(started), "glfw");
    main.setDaemon(true);
    main.start();
    boolean isThere = started.get(60, TimeUnit.SECONDS);
    assumeTrue(isThere || System.getenv("CI") != null, "GLFW does not start without a display");

    assertTrue(ran.await(60, TimeUnit.SECONDS), "The host sleeps with a pump posted");
    main.join();
  }

  private void runOnGlfw(CompletableFuture<Boolean> started) {
    boolean there = GLFW.glfwInit();
    started.complete(there);
    if (there) {
      GlfwHost host = new GlfwHost();
      host.execute(ran::countDown);
      GLFW.glfwPollEvents();
      host.waitEvents();
      GLFW.glfwTerminate();
    }
  }
}
