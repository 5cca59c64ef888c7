package dev.oneloop;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A loop that its owner drives, on any thread, one thread at a time.
 *
 * <p>Whoever calls one of the drive methods ({@code poll}, {@code run...}) is the loop's thread
 * until it returns. A second concurrent driver gets an {@link IllegalStateException}, and so does
 * driving from inside a task, outside of {@link #runNested}.
 *
 * <p><b>Interrupts.</b> A drive method that waits stops waiting when its thread is interrupted, and
 * returns with the interrupt status set.
 *
 * <p><b>Stopping.</b> {@link #stop()} makes the current drive method, or the next one, return
 * early; the loop can be driven again afterwards.
 */
public interface ManualLoop extends ManagedLoop {

  /**
   * Runs one turn without waiting: what is due and what is ready now, not what that submits in
   * turn. So it always returns.
   *
   * @return how many tasks ran
   */
  int poll();

  /**
   * Runs one turn, waiting for something to run if need be.
   *
   * @return how many tasks ran; zero if stopped, interrupted or shut down
   */
  int runOnce();

  /**
   * Runs turns for a length of time on the loop's clock, waiting when there is nothing to do.
   *
   * @return how many tasks ran
   */
  int runFor(Duration duration);

  /**
   * Runs turns until no task is ready and no timer is due. Never waits. A task that resubmits
   * itself for ever keeps this from returning.
   *
   * @return how many tasks ran
   */
  int runUntilIdle();

  /**
   * Runs turns until a stage is complete, and returns its result.
   *
   * @throws ExecutionException if the stage failed; the cause says why
   * @throws CancellationException if the stage was cancelled
   * @throws InterruptedException if the thread was interrupted; the stage is left alone
   * @throws IllegalStateException if the loop was stopped or terminated before the stage was
   *     complete
   * @throws BlockedLoopException if called from inside a task, outside of {@link #runNested}
   */
  <T extends @Nullable Object> T runUntilComplete(CompletionStage<T> stage)
      throws ExecutionException, InterruptedException;

  /**
   * Runs turns, and waits between them, until there is nothing left: no task, no timer and no open
   * {@link WorkGuard}; or until stopped, interrupted or shut down.
   *
   * @return how many tasks ran
   */
  int run();

  /**
   * Makes the current drive method return after the current task, or the next one before its first.
   * May be called from any thread; wakes a sleeping loop.
   */
  void stop();

  /**
   * When the loop next has something to do, on its clock's scale: a time that has been reached if a
   * task is ready, {@link LoopClock#NEVER} if there is nothing. For owners who sleep by their own
   * means.
   */
  long nextDeadline();
}
