package dev.oneloop.hosts;

import dev.oneloop.testkit.HostContract;

/** A run loop that goes step by step until a flag is set. */
final class FlaggedLoop implements HostContract.NestedHostLoop {
  private final Runnable step;
  private volatile boolean ended;

  FlaggedLoop(Runnable step) {
    this.step = step;
  }

  @Override
  public void enter() {
    while (!ended) {
      step.run();
    }
  }

  @Override
  public void exit() {
    ended = true;
  }
}
