package dev.oneloop.testkit;

import dev.oneloop.EventLoop;
import dev.oneloop.cf.LoopExecutor;

/** Loaded only where the adapter is present. */
final class CfAdapter {
  private CfAdapter() {}

  static Object executor(EventLoop loop) {
    return LoopExecutor.of(loop);
  }
}
