package dev.oneloop.testkit;

import dev.oneloop.EventLoop;
import dev.oneloop.Registration;
import dev.oneloop.rx3.LoopRxPlugins;
import dev.oneloop.rx3.LoopSchedulers;

/** Loaded only where the adapter is present. */
final class RxAdapter {
  private RxAdapter() {}

  static Object scheduler(EventLoop loop) {
    return LoopSchedulers.from(loop);
  }

  /** Puts a loop in the place of RxJava's schedulers and error handler. */
  static Registration install(EventLoop loop) {
    Registration errors = LoopRxPlugins.routeErrorsToLoop(loop);
    Registration schedulers = LoopSchedulers.replaceStandard(loop);
    return () -> {
      schedulers.close();
      errors.close();
    };
  }
}
