package dev.oneloop.rx3;

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
      RxJavaPlugins.onError(e);
      return false;
    }
  }
}
