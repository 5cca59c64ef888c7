package dev.oneloop;

/**
 * A {@link LoopTask} that can be scheduled, and is its own {@link TimerHandle}: scheduling it
 * allocates nothing.
 *
 * <p>It may also be submitted for immediate execution. A class of its own because the deadline and
 * the place in the heap take 12 bytes that tasks without a delay do not need.
 */
public abstract class LoopTimer extends LoopTask implements TimerHandle {
  /** Written by whoever schedules the timer, before publishing it. */
  long deadline;

  /** In place of a slot: was submitted without delay and belongs to the ready tasks. */
  static final int WITHOUT_DELAY = -2;

  /** Index in the timer heap, or -1. Used on the loop, and by whoever submits it before it does. */
  int slot = -1;

  /** For subclasses. */
  protected LoopTimer() {}

  @Override
  public final long deadline() {
    return deadline;
  }
}
