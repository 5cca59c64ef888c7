package dev.oneloop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A loop in the hands of its owner, who can shut it down.
 *
 * <p><b>Closing</b> goes in three steps: {@link #shutdown} marks the loop; then, on the loop, its
 * timers are cancelled and the {@linkplain #onShutdown hooks} run while it still accepts
 * submissions, and until the last {@link WorkGuard} that a hook acquired is closed, or the grace
 * period is over; then the loop closes: every further submission throws {@link
 * RejectedExecutionException}, timers scheduled meanwhile are cancelled, tasks that are ready run,
 * and the loop has terminated. Without a hook, {@code shutdown} closes the loop before it returns.
 */
public interface ManagedLoop extends EventLoop, AutoCloseable {

  /** The name given when the loop was built, used in messages and for its thread. */
  String name();

  /**
   * Begins to close the loop: tasks that are ready still run, timers are cancelled. Returns at
   * once.
   *
   * <p>A loop without a thread of its own settles what it holds when it is driven the next time.
   */
  void shutdown();

  /**
   * Closes the loop: tasks that have not started are handed back, not run: see {@link
   * LoopTask#rejected}. Hooks run, but nothing waits for their guards. Returns at once.
   */
  void shutdownNow();

  /**
   * {@linkplain #shutdown() Shuts down} and waits. What is left when time is up, for instance
   * because the host has gone away, is handed back on the calling thread, and the absent driver is
   * reported.
   *
   * <p>On the loop's own thread it does not wait.
   *
   * @return true if the loop terminated in the ordinary way
   * @throws InterruptedException if the caller is interrupted while it waits
   */
  boolean shutdown(Duration timeout) throws InterruptedException;

  /**
   * Waits until the loop has terminated.
   *
   * @return false if the time was up first
   * @throws BlockedLoopException on the loop's own thread, unless the loop has terminated or the
   *     timeout is zero
   */
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /** Whether the loop has shut down and everything it ever accepted is settled. */
  boolean isTerminated();

  /**
   * {@linkplain #shutdown() Shuts down} and waits until the loop has terminated.
   *
   * <p>A loop that its owner drives is driven to its end by this call. On the loop's own thread,
   * inside a task, it does not wait: the loop terminates after the current turn. If the caller is
   * interrupted, the wait ends with {@link #shutdownNow()} and the interrupt status is kept.
   */
  @Override
  void close();

  /** Counters of this loop at this moment. */
  LoopMetrics metrics();

  /**
   * Has a listener told of what this loop does from now on, besides those of the {@link
   * LoopBuilder#listener builder}.
   *
   * @return ends that
   */
  Registration addListener(LoopListener listener);

  /** Keeps {@link ManualLoop#run()} from returning while work is elsewhere. */
  WorkGuard acquireWorkGuard();

  /**
   * Calls something that runs a nested loop, such as a modal dialog, and lets this loop go on
   * meanwhile: pumps of the host, or drive methods called by {@code body}, run tasks inside the
   * current one.
   *
   * <p>May be called only from a task of this loop. Code that is not ready for other tasks to run
   * in the middle of this one should not call it.
   *
   * @throws IllegalStateException if not called from a task of this loop
   * @throws Exception what {@code body} throws
   */
  <T extends @Nullable Object> T runNested(Callable<T> body) throws Exception;
}
