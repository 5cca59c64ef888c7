package dev.oneloop;

/** When driving ends, and how long it may sleep. Asked by the driver only. */
interface Until {
  /** Whether to return to the caller. Asked after every turn, and before sleeping. */
  boolean isReached();

  /** Whether to return rather than to sleep. Asked where neither a task nor a timer is due. */
  default boolean isReachedWhenIdle() {
    return false;
  }

  /** When to stop sleeping at the latest, on the loop's clock. */
  default long deadline() {
    return LoopClock.NEVER;
  }

  /** Whether time may be spent at all: not if the drive is about this very moment. */
  default boolean takesTime() {
    return true;
  }
}
