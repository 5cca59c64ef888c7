package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;

/** Where the failures of tasks go. */
final class Errors {
  private Errors() {}

  /**
   * Runs a task whose failure concerns nobody but RxJava's error handler: neither the loop, which
   * would report it a second time, nor the worker, which has to go on.
   *
   * @return whether it ran to its end
   */
  static boolean runReporting(Runnable run) {
    try {
      run.run();
      return true;
    } catch (Throwable e) {
      report(e);
      return false;
    }
  }

  /**
   * Without a handler of the program's, or if that throws, RxJava asks the thread's handler for
   * uncaught exceptions. What that one throws would pass through here, and leave the worker in the
   * middle of a task.
   */
  private static void report(Throwable e) {
    try {
      RxJavaPlugins.onError(e);
    } catch (Throwable handlers) {
      EventLoop loop = EventLoop.current();
      if (loop != null) {
        loop.report(LoopFailure.of("The handler of an error in RxJava failed", handlers));
      }
    }
  }
}
