package dev.oneloop.cf;

import dev.oneloop.EventLoop;
import dev.oneloop.MissedTicks;
import dev.oneloop.SimulatedLoop;
import java.util.Objects;

/**
 * Makes executors with other than the standard policies: see {@link LoopExecutor#builder}.
 *
 * <p>A builder is confined to one thread, and may make several executors.
 */
public final class LoopExecutorBuilder {
  final EventLoop loop;
  BlockingOnLoop blocking = BlockingOnLoop.THROW;
  MissedTicks missedTicks = MissedTicks.CATCH_UP;
  UnobservedFailures unobserved;
  boolean interruptOnCancel;
  boolean closeLoop;

  LoopExecutorBuilder(EventLoop loop) {
    this.loop = Objects.requireNonNull(loop, "loop");
    unobserved =
        loop instanceof SimulatedLoop
            ? UnobservedFailures.AT_END_OF_TURN
            : UnobservedFailures.WHEN_COLLECTED;
  }

  /** What waiting on the loop's own thread does. The standard is to throw. */
  public LoopExecutorBuilder blockingOnLoop(BlockingOnLoop policy) {
    blocking = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * What a fixed-rate task does about ticks that it missed. The standard is to catch up, as the
   * JDK's executors do.
   */
  public LoopExecutorBuilder missedTicks(MissedTicks policy) {
    missedTicks = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** When failures that nobody looks at are reported. */
  public LoopExecutorBuilder unobservedFailures(UnobservedFailures policy) {
    unobserved = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Whether {@code cancel(true)} on the future of a submitted task, and {@code shutdownNow()},
   * interrupt the loop's thread while it runs that task. The standard is not to: the thread is
   * shared, and code that was not written for it may lose the interrupt. The interrupt never
   * outlives its task.
   */
  public LoopExecutorBuilder interruptOnCancel(boolean enabled) {
    interruptOnCancel = enabled;
    return this;
  }

  /**
   * Whether shutting down the executor shuts down the loop as well, once the executor's tasks have
   * ended: {@code shutdown} lets delayed tasks wait for their time, {@code shutdownNow} waits for
   * nothing. The standard is to leave the loop alone.
   */
  public LoopExecutorBuilder closeLoop(boolean enabled) {
    closeLoop = enabled;
    return this;
  }

  /** Makes an executor; each call makes another one. */
  public LoopExecutor build() {
    return new LoopExecutor(this);
  }
}
