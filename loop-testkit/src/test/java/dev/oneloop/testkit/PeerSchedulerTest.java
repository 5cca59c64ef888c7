package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The contract on RxJava's own scheduler: it passes what is right, and finds what is not. */
class PeerSchedulerTest {
  /** Where {@code Schedulers.single()} errs, or is less than a loop's scheduler is to be. */
  private static final Set<String> FAULTS =
      Set.of(
          "aPeriodicTaskThatThrowsIsReportedOnceAndEnds",
          "aRunningTaskIsNotInterrupted",
          "aSchedulerThatHasShutDownAnswersTheDisposedSingleton",
          "disposablesShowTheirTask",
          "disposedTasksAreCollectableAtOnce",
          "tasksThatHaveRunAreCollectable",
          "theScheduleHookIsCalledOncePerSubmission",
          "timersAreNeverEarly");

  static class Single extends SchedulerContract {
    @Override
    protected Scheduler newScheduler() {
      return RxJavaPlugins.createSingleScheduler(task -> new Thread(task, "peer"));
    }
  }

  @Test
  void rxJavasOwnSchedulerPassesInTheMain() {
    assertEquals(Set.of(), failures(test -> !FAULTS.contains(test)));
  }

  @Test
  void rxJavasOwnSchedulerHasItsFaults() {
    Set<String> quietOnes =
        Set.of(
            "aRunningTaskIsNotInterrupted",
            "disposablesShowTheirTask",
            "tasksThatHaveRunAreCollectable",
            "theScheduleHookIsCalledOncePerSubmission");
    assertEquals(quietOnes, failures(quietOnes::contains));
  }

  private static Set<String> failures(Predicate<String> chosen) {
    return Set.copyOf(TestResults.of(Single.class, chosen).failedMethods());
  }
}
