package dev.oneloop.testkit;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** The JDK's own executor, which is the measure, but for one thing. */
class JdkExecutorTest extends ExecutorContract {
  @Override
  protected ScheduledExecutorService newExecutor() {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  @Override
  @Test
  @Disabled(
      "What it takes while it shuts down, it may cancel without a word: neither run nor refuse")
  void whateverIsAcceptedWhileItShutsDownRuns() {}
}
