package dev.oneloop.rx3;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import org.jspecify.annotations.Nullable;

/** RxJava's hook for what is scheduled. */
final class ScheduleHook {
  private ScheduleHook() {}

  /**
   * What to run in place of a task. A handler that answers null has lost the task, and with it some
   * stream has come to a halt: that is reported where the task would have run, as RxJava does.
   */
  static Runnable decorate(Runnable run) {
    @Nullable Runnable decorated = RxJavaPlugins.onSchedule(run);
    return decorated == null ? ScheduleHook::lost : decorated;
  }

  private static void lost() {
    throw new NullPointerException("The schedule handler in RxJavaPlugins answered null");
  }
}
