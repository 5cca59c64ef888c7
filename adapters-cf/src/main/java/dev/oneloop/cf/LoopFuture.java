package dev.oneloop.cf;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CompletableFuture} that is pinned to a loop: every function given to a stage without an
 * explicit executor runs on the loop, whoever completes, joins or registers, on success and on
 * failure.
 *
 * <p>It comes from a {@link LoopExecutor}. Its stages are loop futures again, and so are their
 * copies and minimal stages. What the JDK's class promises holds here too, other than the thread on
 * which stages run and the order of siblings:
 *
 * <p><b>Order.</b> Stages that hang on one future run in the order in which they were attached.
 *
 * <p><b>When.</b> On the loop, completing a future runs its stages before the call returns, and a
 * stage attached to a complete future runs before the call returns; unless this happens inside of
 * another stage's function: then it runs right after that. So stages never nest, and chains and
 * fan-outs of any length do not overflow the stack. Long ones are spread over several turns. From
 * other threads, stages run in a later turn. Functions of stages with an executor run there, and
 * what hangs on them comes back.
 *
 * <p><b>Time.</b> {@link #orTimeout} and {@link #completeOnTimeout} go by the loop's timers and
 * clock; a future that is completed leaves no timer behind.
 *
 * <p><b>Waiting.</b> {@link #join} and {@link #get} on the loop's own thread, before completion,
 * throw {@link BlockedLoopException}, unless the executor was built to allow it. {@code get} with
 * no time to wait, {@link #getNow} and {@link #isDone} can always be called.
 *
 * <p><b>Cancellation.</b> {@link #cancel} removes queued work and timers, runs {@linkplain
 * #onCancel hooks}, and goes on to the source if the future is {@link #linked}.
 *
 * <p><b>Failures.</b> A failure that nobody looks at reaches the loop's exception handler once,
 * when the future is collected, or at the end of the turn: see {@link
 * LoopExecutorBuilder#unobservedFailures}. A stage, a waiting thread, or a call that asks for the
 * outcome counts as looking.
 *
 * <p><b>Afterwards.</b> When the loop closes, pending stages fail with {@link
 * RejectedExecutionException}, and so do stages attached later. No function ever runs off the loop,
 * and {@link #complete} never throws.
 */
public class LoopFuture<T extends @Nullable Object> extends PinnedFuture<T> {

  LoopFuture(LoopExecutor executor) {
    super(executor);
  }

  /** The loop that this future is pinned to. */
  public final EventLoop loop() {
    return executor.loop();
  }

  // ---------------------------------------------------------------- failures and cancellation

  /**
   * Runs an action on the loop if this future is cancelled; at once if it was cancelled already.
   * Use it to stop the work that would have completed this future.
   *
   * @return this future
   */
  public LoopFuture<T> onCancel(Runnable action) {
    addEpilogue(new CancelHook(Objects.requireNonNull(action, "action")));
    return this;
  }

  /**
   * Lets the cancellation of this future go on to its source: to the future that it is a stage of,
   * and on to that one's source, up to the first.
   *
   * <p>A source is cancelled if this stage owns it: if no other stage depends on it and no thread
   * waits for it. A source that is shared is left alone, and the cancellation ends there.
   *
   * @return this future
   */
  public LoopFuture<T> linked() {
    addEpilogue(new CancelLink());
    return this;
  }

  /**
   * Says that a failure of this future need not be reported, though nobody may look at it.
   *
   * @return this future
   */
  public LoopFuture<T> observed() {
    if (done()) {
      markObserved();
    } else {
      addEpilogue(new Watched());
    }
    return this;
  }

  /**
   * Hands a failure of this future to the loop's exception handler as soon as it fails: the end of
   * a chain that nobody waits for. Cancellation is no failure.
   *
   * @return this future
   */
  public LoopFuture<T> report() {
    attach(new Reporter(this));
    return this;
  }

  // ---------------------------------------------------------------- asking

  @Override
  public boolean isCompletedExceptionally() {
    boolean failed = failed();
    if (failed) {
      markObserved();
    }
    return failed;
  }

  /**
   * {@inheritDoc}
   *
   * @throws BlockedLoopException on the loop's own thread, if this is not complete
   */
  @Override
  public T join() {
    if (!done()) {
      executor.beforeWaiting(this);
    }
    try {
      return super.join();
    } catch (CompletionException | CancellationException e) {
      markObserved();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws BlockedLoopException on the loop's own thread, if this is not complete
   */
  @Override
  public T get() throws InterruptedException, ExecutionException {
    if (!done()) {
      executor.beforeWaiting(this);
    }
    try {
      return super.get();
    } catch (ExecutionException | CancellationException e) {
      markObserved();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws BlockedLoopException on the loop's own thread, if this is not complete and the timeout
   *     is positive
   */
  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (timeout > 0 && !done()) {
      executor.beforeWaiting(this);
    }
    try {
      return super.get(timeout, unit);
    } catch (ExecutionException | CancellationException e) {
      markObserved();
      throw e;
    }
  }

  @Override
  public T getNow(T valueIfAbsent) {
    try {
      return super.getNow(valueIfAbsent);
    } catch (CompletionException | CancellationException e) {
      markObserved();
      throw e;
    }
  }

  /**
   * What this future failed with, without waiting. Present on every JDK; overrides the method of
   * the same name that {@code Future} has since 19.
   *
   * @throws IllegalStateException if this is not complete, or was cancelled, or did not fail
   */
  public Throwable exceptionNow() {
    Throwable failure = done() ? failure() : null;
    if (failure == null || failure instanceof CancellationException) {
      throw new IllegalStateException("Did not fail: " + this);
    }
    markObserved();
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  @Override
  public int getNumberOfDependents() {
    return countAllDependents();
  }

  @Override
  public String toString() {
    if (done()) {
      return super.toString();
    }
    int dependents = countAllDependents();
    return getClass().getName()
        + "@"
        + Integer.toHexString(hashCode())
        + (dependents == 0 ? "[Not completed]" : "[Not completed, " + dependents + " dependents]");
  }

  // ---------------------------------------------------------------- completing

  @Override
  public boolean complete(T value) {
    return settled(finish(value));
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return settled(finishExceptionally(failure));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return settled(finishCancelled());
  }

  private boolean settled(boolean result) {
    executor.home.ensureRun();
    return result;
  }

  @Override
  public void obtrudeValue(T value) {
    super.obtrudeValue(value);
    conclude();
    executor.home.ensureRun();
  }

  @Override
  public void obtrudeException(Throwable failure) {
    super.obtrudeException(failure);
    conclude();
    executor.home.ensureRun();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException if the loop, or the executor that this future comes from,
   *     has shut down
   */
  @Override
  public LoopFuture<T> completeAsync(Supplier<? extends T> supplier) {
    return completeAsync(supplier, executor);
  }

  @Override
  public LoopFuture<T> completeAsync(Supplier<? extends T> supplier, Executor foreign) {
    Objects.requireNonNull(supplier, "supplier");
    Objects.requireNonNull(foreign, "executor").execute(new Supply<>(this, supplier));
    return this;
  }

  /**
   * Fails with {@link TimeoutException} after a time on the loop's clock, unless complete before.
   */
  @Override
  public LoopFuture<T> orTimeout(long timeout, TimeUnit unit) {
    Objects.requireNonNull(unit, "unit");
    if (!done()) {
      executor.startTimer(this, new Timeout<>(this), unit.toNanos(timeout));
    }
    return this;
  }

  /** Completes with a value after a time on the loop's clock, unless complete before. */
  @Override
  public LoopFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
    Objects.requireNonNull(unit, "unit");
    if (!done()) {
      executor.startTimer(this, new Timeout.WithValue<>(this, value), unit.toNanos(timeout));
    }
    return this;
  }

  // ---------------------------------------------------------------- relatives

  @Override
  public <U extends @Nullable Object> LoopFuture<U> newIncompleteFuture() {
    return new JdkFedFuture<>(executor);
  }

  /** The {@link LoopExecutor} that this future comes from. */
  @Override
  public Executor defaultExecutor() {
    return executor;
  }

  @Override
  public LoopFuture<T> toCompletableFuture() {
    return this;
  }

  @Override
  public LoopFuture<T> copy() {
    return copyTo(newStage());
  }

  @Override
  public CompletionStage<T> minimalCompletionStage() {
    return copyTo(new MinimalFuture<>(executor));
  }

  /** Passes the outcome on: at once if there is one, since there is no function to be run. */
  final LoopFuture<T> copyTo(LoopFuture<T> target) {
    if (done()) {
      markObserved();
      target.finishAs(this);
    } else {
      attach(new Relay<>(this, target));
    }
    return target;
  }

  /** What a stage of this future returns. */
  <U extends @Nullable Object> LoopFuture<U> newStage() {
    return new LoopFuture<>(executor);
  }

  /** Hangs a new stage on its sources; its function runs on an executor, or at once. */
  private static <U extends @Nullable Object> LoopFuture<U> hang(
      @Nullable Executor where, Stage<?, U> stage) {
    // Read first: the stage lets go of it once it has run.
    LoopFuture<U> target = Objects.requireNonNull(stage.target);
    stage.attachToSources(where == null ? stage : new Handoff(stage, where));
    return target;
  }

  private static Executor checked(Executor executor) {
    return Objects.requireNonNull(executor, "executor");
  }

  // ---------------------------------------------------------------- stages with one source

  @Override
  public <U extends @Nullable Object> LoopFuture<U> thenApply(
      Function<? super T, ? extends U> function) {
    return hang(null, new UniStages.Apply<>(this, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> thenApplyAsync(
      Function<? super T, ? extends U> function) {
    return hang(executor, new UniStages.Apply<>(this, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> thenApplyAsync(
      Function<? super T, ? extends U> function, Executor foreign) {
    return hang(checked(foreign), new UniStages.Apply<>(this, newStage(), function));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> thenAccept(Consumer<? super T> action) {
    return hang(null, new UniStages.Accept<>(this, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> thenAcceptAsync(Consumer<? super T> action) {
    return hang(executor, new UniStages.Accept<>(this, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> thenAcceptAsync(Consumer<? super T> action, Executor foreign) {
    return hang(checked(foreign), new UniStages.Accept<>(this, newStage(), action));
  }

  @Override
  public LoopFuture<@Nullable Void> thenRun(Runnable action) {
    return hang(null, new UniStages.Run<>(this, newStage(), action));
  }

  @Override
  public LoopFuture<@Nullable Void> thenRunAsync(Runnable action) {
    return hang(executor, new UniStages.Run<>(this, newStage(), action));
  }

  @Override
  public LoopFuture<@Nullable Void> thenRunAsync(Runnable action, Executor foreign) {
    return hang(checked(foreign), new UniStages.Run<>(this, newStage(), action));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> handle(
      BiFunction<? super T, Throwable, ? extends U> function) {
    return hang(null, new UniStages.Handle<>(this, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> handleAsync(
      BiFunction<? super T, Throwable, ? extends U> function) {
    return hang(executor, new UniStages.Handle<>(this, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> handleAsync(
      BiFunction<? super T, Throwable, ? extends U> function, Executor foreign) {
    return hang(checked(foreign), new UniStages.Handle<>(this, newStage(), function));
  }

  @Override
  public LoopFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return hang(null, new UniStages.WhenComplete<>(this, newStage(), action));
  }

  @Override
  public LoopFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action) {
    return hang(executor, new UniStages.WhenComplete<>(this, newStage(), action));
  }

  @Override
  public LoopFuture<T> whenCompleteAsync(
      BiConsumer<? super T, ? super Throwable> action, Executor foreign) {
    return hang(checked(foreign), new UniStages.WhenComplete<>(this, newStage(), action));
  }

  @Override
  public LoopFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
    return hang(null, new UniStages.Recover<>(this, newStage(), function));
  }

  @Override
  public LoopFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function) {
    return hang(executor, new UniStages.Recover<>(this, newStage(), function));
  }

  @Override
  public LoopFuture<T> exceptionallyAsync(
      Function<Throwable, ? extends T> function, Executor foreign) {
    return hang(checked(foreign), new UniStages.Recover<>(this, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> thenCompose(
      Function<? super T, ? extends CompletionStage<U>> function) {
    return hang(null, new UniStages.Compose<>(this, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> function) {
    return hang(executor, new UniStages.Compose<>(this, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> function, Executor foreign) {
    return hang(checked(foreign), new UniStages.Compose<>(this, newStage(), function));
  }

  @Override
  public LoopFuture<T> exceptionallyCompose(
      Function<Throwable, ? extends CompletionStage<T>> function) {
    return hang(null, new UniStages.RecoverCompose<>(this, newStage(), function));
  }

  @Override
  public LoopFuture<T> exceptionallyComposeAsync(
      Function<Throwable, ? extends CompletionStage<T>> function) {
    return hang(executor, new UniStages.RecoverCompose<>(this, newStage(), function));
  }

  @Override
  public LoopFuture<T> exceptionallyComposeAsync(
      Function<Throwable, ? extends CompletionStage<T>> function, Executor foreign) {
    return hang(checked(foreign), new UniStages.RecoverCompose<>(this, newStage(), function));
  }

  // ---------------------------------------------------------------- stages with two sources

  @Override
  public <U extends @Nullable Object, V extends @Nullable Object> LoopFuture<V> thenCombine(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
    return hang(null, new BothStages.Combine<>(this, other, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object, V extends @Nullable Object> LoopFuture<V> thenCombineAsync(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
    return hang(executor, new BothStages.Combine<>(this, other, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object, V extends @Nullable Object> LoopFuture<V> thenCombineAsync(
      CompletionStage<? extends U> other,
      BiFunction<? super T, ? super U, ? extends V> function,
      Executor foreign) {
    return hang(checked(foreign), new BothStages.Combine<>(this, other, newStage(), function));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public <U extends @Nullable Object> LoopFuture<@Nullable Void> thenAcceptBoth(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return hang(null, new BothStages.AcceptBoth<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public <U extends @Nullable Object> LoopFuture<@Nullable Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return hang(executor, new BothStages.AcceptBoth<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public <U extends @Nullable Object> LoopFuture<@Nullable Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other,
      BiConsumer<? super T, ? super U> action,
      Executor foreign) {
    return hang(checked(foreign), new BothStages.AcceptBoth<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
    return hang(null, new BothStages.RunAfterBoth<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
    return hang(executor, new BothStages.RunAfterBoth<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> runAfterBothAsync(
      CompletionStage<?> other, Runnable action, Executor foreign) {
    return hang(checked(foreign), new BothStages.RunAfterBoth<>(this, other, newStage(), action));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> applyToEither(
      CompletionStage<? extends T> other, Function<? super T, U> function) {
    return hang(null, new EitherStages.ApplyToEither<>(this, other, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> applyToEitherAsync(
      CompletionStage<? extends T> other, Function<? super T, U> function) {
    return hang(executor, new EitherStages.ApplyToEither<>(this, other, newStage(), function));
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> applyToEitherAsync(
      CompletionStage<? extends T> other, Function<? super T, U> function, Executor foreign) {
    return hang(
        checked(foreign), new EitherStages.ApplyToEither<>(this, other, newStage(), function));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> acceptEither(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return hang(null, new EitherStages.AcceptEither<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> acceptEitherAsync(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return hang(executor, new EitherStages.AcceptEither<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> acceptEitherAsync(
      CompletionStage<? extends T> other, Consumer<? super T> action, Executor foreign) {
    return hang(checked(foreign), new EitherStages.AcceptEither<>(this, other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> runAfterEither(CompletionStage<?> other, Runnable action) {
    return hang(
        null, new EitherStages.RunAfterEither(executor.source(this), other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
    return hang(
        executor,
        new EitherStages.RunAfterEither(executor.source(this), other, newStage(), action));
  }

  @Override
  @SuppressWarnings("NullAway") // null is the only Void
  public LoopFuture<@Nullable Void> runAfterEitherAsync(
      CompletionStage<?> other, Runnable action, Executor foreign) {
    return hang(
        checked(foreign),
        new EitherStages.RunAfterEither(executor.source(this), other, newStage(), action));
  }
}
