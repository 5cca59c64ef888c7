package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import org.lwjgl.glfw.GLFW;

/** GLFW without a display, on its null platform. */
class GlfwHostTest extends RealHostTest {
  private final FlaggedLoop main = new FlaggedLoop(() -> host().waitEvents());

  @SuppressWarnings("NullAway.Init") // by startHost
  private GlfwHost host;

  @Override
  LoopHost startHost() throws Exception {
    return startThread(
        () -> {
          GLFW.glfwInitHint(GLFW.GLFW_PLATFORM, GLFW.GLFW_PLATFORM_NULL);
          if (!GLFW.glfwInit()) {
            throw new AssertionError("GLFW does not start");
          }
          host = new GlfwHost();
          return host;
        },
        () -> {
          main.enter();
          GLFW.glfwTerminate();
        });
  }

  private GlfwHost host() {
    return host;
  }

  @Override
  boolean stopHost() throws Exception {
    host.execute(main::exit);
    joinThread();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    return new FlaggedLoop(host::waitEvents);
  }
}
