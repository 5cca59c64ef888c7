package dev.oneloop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several listeners as one. What one of them throws does not keep the others from being told. */
final class LoopListeners implements LoopListener {
  private final List<LoopListener> all;

  private LoopListeners(List<LoopListener> all) {
    this.all = all;
  }

  static @Nullable LoopListener of(List<LoopListener> all) {
    return switch (all.size()) {
      case 0 -> null;
      case 1 -> all.get(0);
      default -> new LoopListeners(List.copyOf(all));
    };
  }

  /** Those told by a listener, and one more. */
  static @Nullable LoopListener with(@Nullable LoopListener some, LoopListener one) {
    List<LoopListener> all = listOf(some);
    all.add(one);
    return of(all);
  }

  /** Those told by a listener, without one of them. */
  static @Nullable LoopListener without(@Nullable LoopListener some, LoopListener one) {
    List<LoopListener> all = listOf(some);
    all.removeIf(listener -> listener == one);
    return of(all);
  }

  private static List<LoopListener> listOf(@Nullable LoopListener some) {
    List<LoopListener> all = new ArrayList<>();
    if (some instanceof LoopListeners several) {
      all.addAll(several.all);
    } else if (some != null) {
      all.add(some);
    }
    return all;
  }

  private void each(Consumer<LoopListener> call) {
    Throwable failure = null;
    for (LoopListener listener : all) {
      try {
        call.accept(listener);
      } catch (RuntimeException | Error e) {
        if (failure == null) {
          failure = e;
        } else if (failure != e) {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void beforeTurn() {
    each(LoopListener::beforeTurn);
  }

  @Override
  public void afterTurn(int tasksRun) {
    each(listener -> listener.afterTurn(tasksRun));
  }

  @Override
  public void beforeTask(Runnable task, @Nullable TaskOrigin origin) {
    each(listener -> listener.beforeTask(task, origin));
  }

  @Override
  public void afterTask(Runnable task) {
    each(listener -> listener.afterTask(task));
  }

  @Override
  public void beforeNested() {
    each(LoopListener::beforeNested);
  }

  @Override
  public void afterNested() {
    each(LoopListener::afterNested);
  }

  @Override
  public void beforeSleep(long deadlineNanos) {
    each(listener -> listener.beforeSleep(deadlineNanos));
  }

  @Override
  public void afterSleep() {
    each(LoopListener::afterSleep);
  }

  @Override
  public void onHighWater(long pending) {
    each(listener -> listener.onHighWater(pending));
  }

  @Override
  public void onLowWater(long pending) {
    each(listener -> listener.onLowWater(pending));
  }
}
