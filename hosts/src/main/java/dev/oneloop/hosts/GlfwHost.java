package dev.oneloop.hosts;

import org.lwjgl.glfw.GLFW;

/**
 * GLFW: the main loop of a game or a viewer, which waits for window events and for the loop's work
 * at once. {@code glfwPostEmptyEvent} wakes it.
 *
 * <pre>{@code
 * GlfwHost host = new GlfwHost();
 * ManagedLoop loop = Loops.on(host);
 * while (!glfwWindowShouldClose(window)) {
 *   host.pollEvents();     // or waitEvents(), where nothing moves by itself
 *   draw();
 *   glfwSwapBuffers(window);
 * }
 * }</pre>
 *
 * <p><b>Thread.</b> The one that made this host, which must be the one that initialised GLFW.
 *
 * <p><b>Timer.</b> The time-out of {@code glfwWaitEventsTimeout}, in nanoseconds.
 *
 * <p><b>Nested loops.</b> A task that calls {@link #waitEvents} or {@link #pollEvents} again runs
 * pumps as the outer one does. Dragging a window blocks GLFW on some systems, and with it the loop.
 *
 * <p><b>Shutdown.</b> Pumps are rejected after {@code glfwTerminate}, and after {@link #close}.
 */
public final class GlfwHost extends WakeableHost {
  private final Thread thread = Thread.currentThread();

  /** When to wake up, if {@link #timed}. Both by the host's thread only. */
  private long deadline;

  private boolean timed;

  /** The current thread, which has initialised GLFW. */
  public GlfwHost() {}

  /** Waits for window events or for work, and handles both. On the host's thread. */
  public void waitEvents() {
    if (isWaking()) {
      // Whoever polls events by other means may have taken the one that was to wake this up.
      GLFW.glfwPollEvents();
    } else if (!timed) {
      GLFW.glfwWaitEvents();
    } else {
      long nanos = deadline - System.nanoTime();
      if (nanos > 0) {
        GLFW.glfwWaitEventsTimeout(nanos / 1e9);
      } else {
        GLFW.glfwPollEvents();
      }
    }
    runOne();
  }

  /** Handles the window events and the work that are there. On the host's thread. */
  public void pollEvents() {
    GLFW.glfwPollEvents();
    runOne();
  }

  private void runOne() {
    timed = false;
    runNext();
  }

  @Override
  protected void wakeNow() {
    GLFW.glfwPostEmptyEvent();
    if (GLFW.nglfwGetError(0) == GLFW.GLFW_NOT_INITIALIZED) {
      throw HostGone.rejection(this, null);
    }
  }

  @Override
  protected void wakeAfter(long nanos) {
    deadline = System.nanoTime() + nanos;
    timed = true;
  }

  @Override
  protected void release() {}

  @Override
  public boolean isHostThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public String toString() {
    return "GLFW";
  }
}
