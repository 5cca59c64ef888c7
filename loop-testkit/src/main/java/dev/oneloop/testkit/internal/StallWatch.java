package dev.oneloop.testkit.internal;

import dev.oneloop.LoopClock;
import dev.oneloop.LoopListener;
import dev.oneloop.Registration;
import dev.oneloop.SimulatedLoop;

/** Ends the drive of a simulated loop that would sleep for ever. */
public final class StallWatch implements LoopListener {
  private final SimulatedLoop loop;
  private final Runnable stalled;

  private StallWatch(SimulatedLoop loop, Runnable stalled) {
    this.loop = loop;
    this.stalled = stalled;
  }

  /**
   * Watches a loop.
   *
   * @param stalled what to do before the loop is stopped, on the thread that drives it
   * @return ends the watch
   */
  public static Registration on(SimulatedLoop loop, Runnable stalled) {
    return loop.addListener(new StallWatch(loop, stalled));
  }

  @Override
  public void beforeSleep(long deadlineNanos) {
    if (deadlineNanos == LoopClock.NEVER) {
      stalled.run();
      loop.stop();
    }
  }
}
