package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.MissedTicks;
import java.util.Objects;

/**
 * Makes schedulers with other than the standard settings: see {@link LoopSchedulers#builder}.
 *
 * <p>Confined to one thread. Each {@link #build()} makes a new scheduler.
 */
public final class LoopSchedulerBuilder {
  private final EventLoop loop;
  private MissedTicks missedTicks = MissedTicks.CATCH_UP;
  private int inlineDepth;

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

  /** Makes a scheduler. */
  public LoopScheduler build() {
    return new LoopScheduler(loop, new SchedulerSettings(missedTicks, inlineDepth), null);
  }
}
