package dev.oneloop;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A foreign run loop that lends its thread: Swing, Qt, a game's tick, another event loop.
 *
 * <p>One method is enough: {@link #execute}, so {@code Loops.on(SwingUtilities::invokeLater)} is a
 * whole plug-in. At most one pump is outstanding at any time, therefore a pool of threads is a
 * valid host, too: the loop is then a strand on it.
 *
 * <p>A pump runs one bounded turn of the loop and returns. A pump that the host runs late, early or
 * twice does no harm. The host must not run the pump before {@code execute} has returned on the
 * same thread: an executor that runs its tasks at once is refused with an {@link
 * IllegalStateException}.
 *
 * <p>The loop calls these methods from any thread, never while it holds a lock.
 */
@FunctionalInterface
public interface LoopHost extends Executor {

  /**
   * Has the host run a pump soon, on its own thread, behind its own pending events.
   *
   * @throws RejectedExecutionException if the host can take no more; the loop tries again by timer
   */
  @Override
  void execute(Runnable pump);

  /**
   * Has the host run a pump after about the given time. An early pump is harmless; the loop asks
   * again.
   *
   * <p>At most one such timer is armed at a time. The default is one daemon thread, shared by all
   * loops, that does nothing but post. A host with timers of its own should use them.
   *
   * @param nanos how long to wait, in real nanoseconds; always positive
   * @return a handle that disarms the timer; it is closed at most once, from any thread
   */
  default Registration executeAfter(Runnable pump, long nanos) {
    return HostTimer.postAfter(this, pump, nanos);
  }

  /**
   * Whether the current thread is the host's, where a pump could run.
   *
   * <p>It is a predicate, not a remembered thread: some hosts replace their thread (AWT does, after
   * a second of idleness). A host that cannot tell answers false, and then only code inside a turn
   * counts as on the loop.
   */
  default boolean isHostThread() {
    return false;
  }
}
