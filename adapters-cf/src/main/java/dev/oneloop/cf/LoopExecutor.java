package dev.oneloop.cf;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.MissedTicks;
import dev.oneloop.SimulatedLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop as {@code java.util.concurrent} sees it, and the factory of {@linkplain LoopFuture
 * futures} that are pinned to it.
 *
 * <p>A view: shutting it down settles what went through it and leaves the loop, which others share,
 * running. It behaves as a {@code ScheduledThreadPoolExecutor} with one thread does, except where
 * stated.
 *
 * <p><b>Threads.</b> Any thread may call any method. Tasks run on the loop, one at a time.
 *
 * <p><b>Order.</b> A task submitted without delay runs in a later turn, also if it is submitted on
 * the loop, in the order of submission. {@link #pinned()} is for running at once.
 *
 * <p><b>Errors.</b> What a task given to {@code execute} throws goes to the loop's exception
 * handler, and so does what ends a periodic task. Other failures are in the future.
 *
 * <p><b>Cancelling</b> a future takes its task out of the loop's queue at once. Running tasks are
 * interrupted only if the executor was built to do so.
 *
 * <p><b>Waiting</b> on the loop's own thread, by {@code get}, {@code invokeAll}, {@code invokeAny},
 * {@code awaitTermination} or {@code close}, throws {@link BlockedLoopException} in place of
 * waiting for ever, unless the executor was built to allow it.
 *
 * <p><b>Afterwards.</b> After {@link #shutdown} of the executor, or when the loop closes,
 * submissions throw {@link RejectedExecutionException}. What was accepted when the loop closes runs
 * or fails.
 */
public final class LoopExecutor extends AbstractExecutorService
    implements ScheduledExecutorService, AutoCloseable {
  final Home home;
  final Lifecycle lifecycle;
  final MissedTicks missedTicks;
  final boolean interruptsOnCancel;
  private final EventLoop loop;
  private final Executor pinned;
  private final boolean mayBlock;
  private final UnobservedFailures unobserved;
  private volatile boolean delayedAfterShutdown = true;
  private volatile boolean periodicAfterShutdown;

  /** Keeps the canonical one findable for as long as it is in use. */
  @SuppressWarnings("UnusedVariable") // a reference is all that it is for
  private @Nullable Canonical canonical;

  LoopExecutor(LoopExecutorBuilder builder) {
    loop = builder.loop;
    home = Home.of(loop);
    pinned = new PinnedExecutor(home);
    lifecycle = new Lifecycle(loop, builder.closeLoop, builder.interruptOnCancel);
    missedTicks = builder.missedTicks;
    interruptsOnCancel = builder.interruptOnCancel;
    mayBlock = builder.blocking == BlockingOnLoop.ALLOW;
    unobserved = builder.unobserved;
  }

  /**
   * The executor of a loop, with the standard policies: the same one for every call, until it is
   * shut down.
   */
  public static LoopExecutor of(EventLoop loop) {
    return loop.attachment(Canonical.class, Canonical::new).get();
  }

  /** For other than the standard policies. */
  public static LoopExecutorBuilder builder(EventLoop loop) {
    return new LoopExecutorBuilder(loop);
  }

  /** The canonical executor of a loop, and its successors. */
  private static final class Canonical {
    private final EventLoop loop;
    private @Nullable LoopExecutor current;

    Canonical(EventLoop loop) {
      this.loop = loop;
    }

    synchronized LoopExecutor get() {
      LoopExecutor executor = current;
      if (executor == null || executor.lifecycle.isClosed()) {
        executor = new LoopExecutorBuilder(loop).build();
        executor.canonical = this;
        current = executor;
      }
      return executor;
    }
  }

  /** The loop that this is a view of. */
  public EventLoop loop() {
    return loop;
  }

  /**
   * An executor that runs a task at once if it is called on the loop and the turn's budget is not
   * spent, and submits it otherwise. A task given to it by a task that it runs, or by a stage's
   * function, runs right after that one: tasks never nest.
   *
   * <p>What a task throws goes to the loop's exception handler. After the loop has closed it throws
   * {@link RejectedExecutionException}; shutting down this view does not matter to it.
   */
  public Executor pinned() {
    return pinned;
  }

  // ---------------------------------------------------------------- futures

  /** A future to be completed by the caller. */
  public <T extends @Nullable Object> LoopFuture<T> incompleteFuture() {
    return new RootFuture<>(this);
  }

  /** A future that is complete. */
  public <T extends @Nullable Object> LoopFuture<T> completedFuture(T value) {
    LoopFuture<T> future = new LoopFuture<>(this);
    future.finish(value);
    return future;
  }

  /** A future that has failed. */
  public <T extends @Nullable Object> LoopFuture<T> failedFuture(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    LoopFuture<T> future = new LoopFuture<>(this);
    future.finishExceptionally(failure);
    return future;
  }

  /** A stage that is complete, and offers the methods of {@code CompletionStage} only. */
  public <T extends @Nullable Object> CompletionStage<T> completedStage(T value) {
    MinimalFuture<T> stage = new MinimalFuture<>(this);
    stage.finish(value);
    return stage;
  }

  /** A stage that has failed, and offers the methods of {@code CompletionStage} only. */
  public <T extends @Nullable Object> CompletionStage<T> failedStage(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    MinimalFuture<T> stage = new MinimalFuture<>(this);
    stage.finishExceptionally(failure);
    return stage;
  }

  /**
   * Runs a supplier on the loop, in a later turn. Cancelling the future before that removes the
   * task.
   *
   * @throws RejectedExecutionException if this or the loop has shut down
   */
  public <T extends @Nullable Object> LoopFuture<T> supplyAsync(Supplier<? extends T> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return submitted(new SuppliedFuture.BySupplier<T>(this, supplier));
  }

  /** As {@link #supplyAsync}, for an action without a result. */
  public LoopFuture<@Nullable Void> runAsync(Runnable action) {
    Objects.requireNonNull(action, "action");
    return submitted(new SuppliedFuture.ByRunnable(this, action));
  }

  /** As {@link #supplyAsync}, for something that may throw. */
  public <T extends @Nullable Object> LoopFuture<T> callAsync(Callable<? extends T> callable) {
    Objects.requireNonNull(callable, "callable");
    return submitted(new SuppliedFuture.ByCallable<T>(this, callable));
  }

  private <T extends @Nullable Object> LoopFuture<T> submitted(SuppliedFuture<?, T> future) {
    lifecycle.submit(future);
    return future;
  }

  /**
   * A loop future with the outcome of a stage from elsewhere, so that what is hung on it runs on
   * the loop. A future that is pinned to this loop already is returned as it is.
   */
  @SuppressWarnings("unchecked") // a future is only read through the relay
  public <T extends @Nullable Object> LoopFuture<T> pin(CompletionStage<T> stage) {
    Objects.requireNonNull(stage, "stage");
    if (stage instanceof LoopFuture<?> own && own.executor.home == home) {
      return ((LoopFuture<T>) own).toCompletableFuture();
    }
    return RelayFuture.of(this, stage);
  }

  /** A stage's source: of this loop, and not to be handed to users. */
  @SuppressWarnings("unchecked") // only read
  <T extends @Nullable Object> PinnedFuture<T> source(CompletionStage<? extends T> stage) {
    Objects.requireNonNull(stage, "other");
    if (stage instanceof PinnedFuture<?> own && own.executor.home == home) {
      return (PinnedFuture<T>) own;
    }
    return RelayFuture.of(this, stage);
  }

  /**
   * Complete when all the given stages are; failed if one of them has failed, then with the failure
   * of the first such in order. They may come from anywhere.
   */
  public LoopFuture<@Nullable Void> allOf(CompletionStage<?>... stages) {
    return RelayFuture.of(this, CompletableFuture.allOf(futures(List.of(stages))));
  }

  /** Complete as the first of the given stages that is; they may come from anywhere. */
  public LoopFuture<@Nullable Object> anyOf(CompletionStage<?>... stages) {
    return RelayFuture.of(this, CompletableFuture.anyOf(futures(List.of(stages))));
  }

  /**
   * The values of all the given stages, in their order, when all are complete; failed if one of
   * them has failed, as {@link #allOf}. The list cannot be changed.
   */
  public <T extends @Nullable Object> LoopFuture<List<T>> allAsList(
      Collection<? extends CompletionStage<? extends T>> stages) {
    List<CompletionStage<? extends T>> sources = new ArrayList<>(stages);
    CompletableFuture<?>[] futures = futures(sources);
    return RelayFuture.of(this, CompletableFuture.allOf(futures))
        .thenApply(nothing -> valuesOf(futures));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the futures are those of the stages, and complete
  private static <T extends @Nullable Object> List<T> valuesOf(CompletableFuture<?>[] futures) {
    List<T> values = new ArrayList<>(futures.length);
    for (CompletableFuture<?> future : futures) {
      values.add((T) future.getNow(null));
    }
    return Collections.unmodifiableList(values);
  }

  private static CompletableFuture<?>[] futures(Collection<? extends CompletionStage<?>> stages) {
    CompletableFuture<?>[] futures = new CompletableFuture<?>[stages.size()];
    int i = 0;
    for (CompletionStage<?> stage : stages) {
      CompletableFuture<?> future = stage.toCompletableFuture();
      if (future instanceof PinnedFuture<?> failed) {
        // The JDK is going to look at it without a call.
        failed.markObserved();
      }
      futures[i++] = future;
    }
    return futures;
  }

  /**
   * Completes after a time on the loop's clock. Cancelling it removes the timer. If the loop is
   * closed it has failed.
   */
  public LoopFuture<@Nullable Void> delay(Duration delay) {
    LoopFuture<@Nullable Void> future = new LoopFuture<>(this);
    Delay timer = new Delay(future);
    future.setUpstream(timer);
    try {
      loop.schedule(timer, delay);
    } catch (RejectedExecutionException closed) {
      timer.rejected(closed);
    }
    return future;
  }

  /** An executor that runs each task on the loop after a delay, on the loop's timers. */
  public Executor delayedExecutor(Duration delay) {
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    return task -> {
      Objects.requireNonNull(task, "task");
      lifecycle.submit(new TimedTask(this, task), deadlineAfter(nanos), nanos > 0);
    };
  }

  /**
   * Runs blocking work on a pool; the outcome comes back to the loop. Cancelling the future before
   * the pool has begun keeps the work from running.
   *
   * <p>On a simulated loop the work runs on the loop itself, as if it came from {@linkplain
   * SimulatedLoop#outside() outside}: in a later turn, or, if the simulation explores, at a later
   * moment of virtual time. So a simulation does not depend on other threads. The pool is not used.
   *
   * @return a future that fails if the pool rejects the work
   */
  public <T extends @Nullable Object> LoopFuture<T> offload(
      Executor pool, Callable<? extends T> work) {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(work, "work");
    return OffloadFuture.start(
        this, loop instanceof SimulatedLoop simulated ? simulated.outside() : pool, work);
  }

  // ---------------------------------------------------------------- Executor

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    if (task instanceof TaskFuture<?> future && future.isFresh(this)) {
      lifecycle.submit(future.carry());
    } else {
      lifecycle.submit(new PlainTask(this, task));
    }
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
    return new TaskFuture<>(this, callable, loop.clock().nanoTime());
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable action, T value) {
    return newTaskFor(Executors.callable(action, value));
  }

  // ---------------------------------------------------------------- ScheduledExecutorService

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    Objects.requireNonNull(action, "action");
    return schedule(Executors.callable(action), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    Objects.requireNonNull(callable, "callable");
    long nanos = unit.toNanos(delay);
    TaskFuture<V> future = new TaskFuture<>(this, callable, deadlineAfter(nanos));
    if (nanos > 0) {
      lifecycle.submit(future.carryTimed(true), future.deadline(), true);
    } else {
      lifecycle.submit(future.carry());
    }
    return future;
  }

  /**
   * {@inheritDoc} What happens to missed ticks is a policy: {@link
   * LoopExecutorBuilder#missedTicks}.
   */
  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable action, long initialDelay, long period, TimeUnit unit) {
    return schedulePeriodic(action, initialDelay, period, unit, 1);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable action, long initialDelay, long delay, TimeUnit unit) {
    return schedulePeriodic(action, initialDelay, delay, unit, -1);
  }

  private ScheduledFuture<?> schedulePeriodic(
      Runnable action, long initialDelay, long period, TimeUnit unit, int sign) {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(unit, "unit");
    if (period <= 0) {
      throw new IllegalArgumentException("The period must be positive, not " + period);
    }
    long nanos = unit.toNanos(initialDelay);
    long step = sign * unit.toNanos(period);
    TaskFuture<@Nullable Void> future = new TaskFuture<>(this, action, deadlineAfter(nanos), step);
    lifecycle.submit(future.carryTimed(nanos > 0), future.deadline(), nanos > 0);
    return future;
  }

  private long deadlineAfter(long nanos) {
    return loop.deadlineAfter(Math.max(0, nanos));
  }

  /** The next tick of a periodic task. On the loop. False if it may not go on. */
  boolean resubmit(TaskFuture<?> future, TimedTask task) {
    return lifecycle.resubmit(task, future.deadline(), periodicAfterShutdown);
  }

  // ---------------------------------------------------------------- shutdown

  /**
   * Whether delayed tasks that were submitted before {@link #shutdown} still run. At first they do.
   */
  public boolean getExecuteExistingDelayedTasksAfterShutdownPolicy() {
    return delayedAfterShutdown;
  }

  /**
   * Sets whether delayed tasks that were submitted before {@link #shutdown} still run. If not, they
   * are cancelled, at once if it has been called already.
   */
  public void setExecuteExistingDelayedTasksAfterShutdownPolicy(boolean value) {
    delayedAfterShutdown = value;
    cancelForbidden();
  }

  /** Whether periodic tasks go on after {@link #shutdown}. At first they do not. */
  public boolean getContinueExistingPeriodicTasksAfterShutdownPolicy() {
    return periodicAfterShutdown;
  }

  /**
   * Sets whether periodic tasks go on after {@link #shutdown}. If not, they are cancelled, at once
   * if it has been called already.
   */
  public void setContinueExistingPeriodicTasksAfterShutdownPolicy(boolean value) {
    periodicAfterShutdown = value;
    cancelForbidden();
  }

  /** Whether the shutdown policies let a task run. */
  boolean mayRun(TaskFuture<?> task) {
    return !lifecycle.isClosed()
        || (!lifecycle.isStopped()
            && (task.isPeriodic()
                ? periodicAfterShutdown
                : !task.isDelayed() || delayedAfterShutdown));
  }

  private void cancelForbidden() {
    if (lifecycle.isClosed()) {
      for (TimedTask task : lifecycle.timed(this::isForbidden)) {
        ((TaskFuture<?>) task.body()).cancel(false);
      }
    }
  }

  private boolean isForbidden(TimedTask task) {
    return task.body() instanceof TaskFuture<?> future && (future.isCancelled() || !mayRun(future));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The loop goes on, unless this was built to close it: then it shuts down as soon as the tasks
   * of this have ended.
   */
  @Override
  public void shutdown() {
    lifecycle.shutdown();
    cancelForbidden();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The tasks without delay come first. Futures of {@code submit} and {@code schedule} are
   * returned as they are, neither done nor cancelled. Loop futures whose tasks are returned have
   * failed.
   */
  @Override
  public List<Runnable> shutdownNow() {
    return lifecycle.stop();
  }

  @Override
  public boolean isShutdown() {
    return lifecycle.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return lifecycle.isTerminated();
  }

  /**
   * {@inheritDoc}
   *
   * @throws BlockedLoopException on the loop's own thread, unless this has terminated or the
   *     timeout is not positive
   */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    if (timeout > 0 && !isTerminated()) {
      checkMayBlock("the termination of " + this);
    }
    return lifecycle.await(timeout, unit);
  }

  /**
   * {@linkplain #shutdown() Shuts down} and waits until all tasks have ended. If the caller is
   * interrupted, it goes on as {@link #shutdownNow()}, and the interrupt status is kept. Present on
   * every JDK; overrides the method of the same name that {@code ExecutorService} has since 19.
   *
   * @throws BlockedLoopException on the loop's own thread, unless there is nothing to wait for
   */
  @Override
  public void close() {
    shutdown();
    boolean interrupted = false;
    while (!isTerminated()) {
      try {
        awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        if (!interrupted) {
          shutdownNow();
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---------------------------------------------------------------- waiting

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    checkMayBlockFor(tasks);
    return super.invokeAll(tasks);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    checkMayBlockFor(tasks);
    return super.invokeAll(tasks, timeout, unit);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    checkMayBlockFor(tasks);
    return super.invokeAny(tasks);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    checkMayBlockFor(tasks);
    return super.invokeAny(tasks, timeout, unit);
  }

  private void checkMayBlockFor(Collection<?> tasks) {
    if (!tasks.isEmpty()) {
      checkMayBlock(tasks.size() + " tasks");
    }
  }

  /** Checks that the caller may wait for something that happens on the loop. */
  void checkMayBlock(Object awaited) {
    if (!mayBlock) {
      loop.checkMayBlock(awaited);
    }
  }

  /** Before a thread waits for a future: on the loop, what is to run at once runs first. */
  void beforeWaiting(LoopFuture<?> future) {
    if (home.isOnLoop()) {
      home.trampoline.runUntilDone(future);
    }
    if (!future.done()) {
      checkMayBlock(future);
    }
  }

  // ---------------------------------------------------------------- for futures

  boolean reportsAtEndOfTurn() {
    return unobserved == UnobservedFailures.AT_END_OF_TURN;
  }

  RejectedExecutionException closedException() {
    return new RejectedExecutionException(loop + " has shut down");
  }

  /** Starts a timer that belongs to a future. */
  <T extends @Nullable Object> void startTimer(LoopFuture<T> future, Timeout<T> timer, long nanos) {
    try {
      if (nanos <= 0) {
        loop.execute(timer);
      } else {
        loop.scheduleAt(loop.deadlineAfter(nanos), timer);
      }
    } catch (RejectedExecutionException closed) {
      timer.rejected(closed);
      return;
    }
    // After the start: whoever completes the future from now on can cancel the timer.
    future.addEpilogue(timer);
  }

  @Override
  public String toString() {
    return "LoopExecutor(" + loop + ")";
  }
}
