package dev.oneloop.cf;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A future of which only the methods of {@code CompletionStage} can be used, as of its stages. */
final class MinimalFuture<T extends @Nullable Object> extends LoopFuture<T> {
  MinimalFuture(LoopExecutor executor) {
    super(executor);
  }

  @Override
  <U extends @Nullable Object> LoopFuture<U> newStage() {
    return new MinimalFuture<>(executor);
  }

  @Override
  public <U extends @Nullable Object> LoopFuture<U> newIncompleteFuture() {
    return new MinimalFuture<>(executor);
  }

  @Override
  public LoopFuture<T> toCompletableFuture() {
    return copyTo(new LoopFuture<>(executor));
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("Use toCompletableFuture() first");
  }

  @Override
  public String toString() {
    String state =
        !done() ? "Not completed" : failed() ? "Completed exceptionally" : "Completed normally";
    return getClass().getName() + "@" + Integer.toHexString(hashCode()) + "[" + state + "]";
  }

  @Override
  public LoopFuture<T> onCancel(Runnable action) {
    throw unsupported();
  }

  @Override
  public LoopFuture<T> linked() {
    throw unsupported();
  }

  @Override
  public LoopFuture<T> observed() {
    throw unsupported();
  }

  @Override
  public LoopFuture<T> report() {
    throw unsupported();
  }

  @Override
  public boolean isDone() {
    throw unsupported();
  }

  @Override
  public boolean isCancelled() {
    throw unsupported();
  }

  @Override
  public boolean isCompletedExceptionally() {
    throw unsupported();
  }

  @Override
  public T join() {
    throw unsupported();
  }

  @Override
  public T get() {
    throw unsupported();
  }

  @Override
  public T get(long timeout, TimeUnit unit) {
    throw unsupported();
  }

  @Override
  public T getNow(T valueIfAbsent) {
    throw unsupported();
  }

  @Override
  public Throwable exceptionNow() {
    throw unsupported();
  }

  @Override
  public int getNumberOfDependents() {
    throw unsupported();
  }

  @Override
  public boolean complete(T value) {
    throw unsupported();
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    throw unsupported();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    throw unsupported();
  }

  @Override
  public void obtrudeValue(T value) {
    throw unsupported();
  }

  @Override
  public void obtrudeException(Throwable failure) {
    throw unsupported();
  }

  @Override
  public LoopFuture<T> completeAsync(Supplier<? extends T> supplier) {
    throw unsupported();
  }

  @Override
  public LoopFuture<T> completeAsync(Supplier<? extends T> supplier, Executor foreign) {
    throw unsupported();
  }

  @Override
  public LoopFuture<T> orTimeout(long timeout, TimeUnit unit) {
    throw unsupported();
  }

  @Override
  public LoopFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
    throw unsupported();
  }

  /** Overrides the method that {@code Future} has since 19. */
  @SuppressWarnings("DoNotCallSuggester") // users see it as a CompletionStage
  public T resultNow() {
    throw unsupported();
  }
}
