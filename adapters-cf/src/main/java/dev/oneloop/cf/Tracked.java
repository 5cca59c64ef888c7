package dev.oneloop.cf;

/** A task that went through an executor and has not started: see {@link Lifecycle}. */
interface Tracked extends Links {
  /** What {@code shutdownNow} returns for this. */
  Runnable handle();

  /** Takes this out of the loop's queue, if it is there. Any thread. */
  void dequeue();

  /** This has been taken out and will not run: settles what depends on it. */
  void dropped(Throwable cause);
}
