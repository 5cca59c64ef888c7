package dev.oneloop.testkit;

import dev.oneloop.EventLoop;
import dev.oneloop.kotlin.LoopDispatcherKt;

/** Loaded only where the adapter is present. */
final class KotlinAdapter {
  private KotlinAdapter() {}

  static Object dispatcher(EventLoop loop) {
    return LoopDispatcherKt.getDispatcher(loop);
  }
}
