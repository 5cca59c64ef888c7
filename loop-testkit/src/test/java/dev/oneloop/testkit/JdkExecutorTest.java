package dev.oneloop.testkit;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The JDK's own executor, which is the measure. */
class JdkExecutorTest extends ExecutorContract {
  @Override
  protected ScheduledExecutorService newExecutor() {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
