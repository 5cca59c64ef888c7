package dev.oneloop;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A serial executor with time: it runs tasks and timers one after the other, never two at once.
 *
 * <p>This is the interface that every adapter sees, and what a person implements to bring a loop of
 * their own. Seven methods are abstract: {@link #execute}, {@link #scheduleAt}, {@link #clock},
 * {@link #inEventLoop}, {@link #report}, {@link #isShutdown} and {@link #onShutdown}; everything
 * else has a default. The contract suite in {@code loop-testkit} says whether they are right. The
 * factories of the loops that come with this library are in {@link Loops}.
 *
 * <p><b>Threads.</b> Every method may be called from any thread unless it says otherwise. Tasks
 * never overlap. Which thread runs them is the driver's affair, and it may change between tasks.
 *
 * <p><b>Order.</b> If the submission of task A happens-before the submission of task B, A starts
 * before B. Timers run in order of deadline, then of submission. A delay of zero or less is the
 * same as {@link #execute}. What a turn submits runs in a later turn.
 *
 * <p><b>Memory.</b> What happened before a submission is visible to the task; what a task did is
 * visible to the next one.
 *
 * <p><b>Errors.</b> Whatever a task throws goes to the loop's {@linkplain LoopExceptionHandler
 * exception handler}, and the loop goes on with the next task.
 *
 * <p><b>Afterwards.</b> A submission to a loop that has shut down throws {@link
 * RejectedExecutionException}. A submission that was accepted runs, or is settled: see {@link
 * LoopTask#rejected} and {@link #onShutdown}. Nothing that was accepted is silently lost.
 *
 * <p><b>Comparison with {@code ScheduledExecutorService}.</b> An event loop need not own a thread,
 * can be driven by anything, never runs two tasks at once, removes cancelled timers at once,
 * reports what tasks throw, and lets its clock be replaced. {@code adapters-cf} shows a loop as a
 * {@code ScheduledExecutorService} where one is asked for.
 */
public interface EventLoop extends Executor {

  /**
   * Submits a task, to be run in a later turn, also when called from the loop itself.
   *
   * <p>A {@link LoopTask} is queued as it is, without an allocation.
   *
   * @throws RejectedExecutionException if the loop has shut down, or is full
   * @throws IllegalStateException if {@code task} is a {@link LoopTask} that is still queued or was
   *     cancelled
   */
  @Override
  void execute(Runnable task);

  /**
   * Submits a task to be run once the loop's clock has reached a deadline, never earlier.
   *
   * <p>A {@link LoopTimer} is scheduled as it is and is the handle that is returned.
   *
   * @param deadlineNanos a value on the scale of {@code clock().nanoTime()}; it is compared by
   *     subtraction, so it must lie within 146 years of now, see {@link #deadlineAfter}
   * @throws RejectedExecutionException if the loop has shut down, or is full
   * @throws IllegalStateException if {@code task} is a {@link LoopTimer} that is still queued or
   *     was cancelled
   */
  TimerHandle scheduleAt(long deadlineNanos, Runnable task);

  /** The clock of this loop: all its timers, and all of its adapters, go by this one. */
  LoopClock clock();

  /**
   * Whether running something right here and now cannot overlap a task of this loop.
   *
   * <p>True inside a task, and on the host's thread while no turn is suspended. The body of {@link
   * ManagedLoop#runNested} is a part of the task that called it, so it is true there as well.
   * Adapters ask this before they run something at once instead of submitting it.
   */
  boolean inEventLoop();

  /** Hands a failure to the loop's exception handler. Never throws. */
  void report(LoopFailure failure);

  /** Whether shutdown has begun. New work may be rejected from now on. */
  boolean isShutdown();

  /**
   * Registers a hook that runs on the loop when shutdown begins, while the loop still accepts
   * submissions: the place where an adapter ends what hangs on this loop.
   *
   * <p>Hooks run once, in order of registration. If shutdown has begun already, the hook runs
   * before this method returns, on the calling thread.
   *
   * @return a handle that removes the hook; removing it twice, or after it ran, does nothing
   */
  Registration onShutdown(Runnable hook);

  /**
   * Submits a task to be run after a delay.
   *
   * <p>Zero or less is the same as {@link #execute}. Delays beyond 146 years are cut to that.
   *
   * @throws RejectedExecutionException if the loop has shut down, or is full
   */
  default TimerHandle schedule(Runnable task, Duration delay) {
    Objects.requireNonNull(task, "task");
    long nanos = Deadlines.saturatedNanos(delay);
    if (nanos <= 0) {
      return Deadlines.executeAsTimer(this, task);
    }
    return scheduleAt(deadlineAfter(nanos), task);
  }

  /** The deadline that lies the given nanoseconds from now; far ones are cut to 146 years. */
  default long deadlineAfter(long nanos) {
    return Deadlines.after(clock().nanoTime(), nanos);
  }

  /**
   * Checks that the caller {@linkplain #inEventLoop() is on this loop}.
   *
   * @throws IllegalStateException if it is not; the message names the loop and the thread
   */
  default void checkInEventLoop() {
    if (!inEventLoop()) {
      throw new IllegalStateException(
          "Must be called on " + this + ", but was called on " + Thread.currentThread());
    }
  }

  /**
   * Whether blocking the current thread would keep this loop from running, so that waiting here for
   * something that only the loop can bring about would never end.
   *
   * <p>Unlike {@link #inEventLoop()}, this is also true on a host's thread while a turn is
   * suspended.
   */
  default boolean isLoopThread() {
    return inEventLoop();
  }

  /**
   * Checks that the caller may block until something happens on this loop.
   *
   * @param awaited what the caller is about to wait for; named in the message
   * @throws BlockedLoopException if the caller {@linkplain #isLoopThread() would block the loop}
   */
  default void checkMayBlock(Object awaited) {
    if (isLoopThread()) {
      throw new BlockedLoopException(this, awaited);
    }
  }

  /**
   * Asks to run something at once, in place of submitting it: true if the caller {@linkplain
   * #inEventLoop() is on this loop} and the turn's budget is not spent. It then counts as a task of
   * the turn. When this answers false the caller submits it instead.
   */
  default boolean tryRunNow() {
    return inEventLoop();
  }

  /**
   * The one object of a type that belongs to this loop: how an adapter keeps its canonical
   * dispatcher, executor or scheduler.
   *
   * <p>The loop refers to it weakly; the object may refer to the loop. One that is a {@link
   * TaskOwner} is offered the plain tasks that a shutdown hands back.
   *
   * @param factory called at most once for as long as the object is in use
   */
  default <T> T attachment(Class<T> type, Function<? super EventLoop, ? extends T> factory) {
    return Attachments.of(this).get(type, this, factory);
  }

  /** The loop whose task or turn is running on the current thread, or null. */
  static @Nullable EventLoop current() {
    return CurrentLoop.get();
  }
}
