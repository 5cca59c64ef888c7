package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.MissedTicks;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes schedulers with other than the standard settings: see {@link LoopSchedulers#builder}.
 *
 * <p>Confined to one thread. Each {@link #build()} makes a new scheduler.
 */
public final class LoopSchedulerBuilder {
  private final EventLoop loop;
  private MissedTicks missedTicks = MissedTicks.CATCH_UP;
  private int inlineDepth;
  private @Nullable Consumer<? super RejectedExecutionException> onRefused;

  LoopSchedulerBuilder(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * What periodic tasks do about ticks that they missed. The standard is {@link
   * MissedTicks#CATCH_UP}, as RxJava's own schedulers do.
   */
  public LoopSchedulerBuilder missedTicks(MissedTicks policy) {
    missedTicks = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Runs tasks at once where it can, 64 deep: see {@link LoopSchedulers#immediate}. */
  public LoopSchedulerBuilder immediate() {
    return inlineDepth(SchedulerSettings.STANDARD_DEPTH);
  }

  /**
   * Runs tasks at once where it can, so many inside each other. The standard is zero: every task is
   * submitted.
   */
  public LoopSchedulerBuilder inlineDepth(int tasks) {
    if (tasks < 0) {
      throw new IllegalArgumentException("The inline depth cannot be negative: " + tasks);
    }
    inlineDepth = tasks;
    return this;
  }

  /**
   * Who is told of each submission that the loop refuses, because it has shut down or is full; on
   * the thread that made the submission. The stream that made it will make no other, and get no
   * word.
   *
   * <p>The standard is to report it to {@code RxJavaPlugins.onError}: each, while the loop is full,
   * and only the first, once it has shut down.
   */
  public LoopSchedulerBuilder onRefused(Consumer<? super RejectedExecutionException> action) {
    onRefused = Objects.requireNonNull(action, "action");
    return this;
  }

  /** Makes a scheduler. */
  public LoopScheduler build() {
    return new LoopScheduler(
        loop, new SchedulerSettings(missedTicks, inlineDepth, onRefused), null);
  }
}
