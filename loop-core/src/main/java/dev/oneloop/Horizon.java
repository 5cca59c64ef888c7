package dev.oneloop;

/** How far time may go while a simulated loop is driven as it is. Confined to the loop. */
final class Horizon {
  private final VirtualClock clock;
  private long end = LoopClock.NEVER;

  Horizon(VirtualClock clock) {
    this.clock = clock;
  }

  /** The loop is driven. Returns what {@link #leave} wants back. */
  long enter(Until until) {
    long outer = end;
    end = until.takesTime() ? until.deadline() : clock.nanoTime();
    return outer;
  }

  void leave(long outer) {
    end = outer;
  }

  /** The last moment to which time may go, or {@link LoopClock#NEVER}. */
  long end() {
    return end;
  }

  boolean isReached() {
    return end != LoopClock.NEVER && end - clock.nanoTime() <= 0;
  }

  /** A moment some time later, but not past this horizon. */
  long within(long time, long delay) {
    return time + (end == LoopClock.NEVER ? delay : Math.min(delay, end - time));
  }
}
