package dev.oneloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StuckReasonTest {
  @Test
  void futuresAreToldByTheirBlocker() {
    assertEquals(StuckReason.JOIN, parkedFor("java.util.concurrent.CompletableFuture$Signaller"));
    assertEquals(StuckReason.JOIN, parkedFor("java.util.concurrent.FutureTask"));
  }

  @Test
  void runBlockingIsToldByItsBlocker() {
    assertEquals(StuckReason.RUN_BLOCKING, parkedFor("kotlinx.coroutines.BlockingCoroutine"));
  }

  @Test
  void blockingGetIsToldByItsStackAsItsBlockerIsAnyLatch() {
    assertEquals(
        StuckReason.BLOCKING_GET,
        parkedFor(
            "java.util.concurrent.CountDownLatch$Sync",
            frame("java.util.concurrent.CountDownLatch", "await"),
            frame("io.reactivex.rxjava3.internal.observers.BlockingMultiObserver", "blockingGet"),
            frame("io.reactivex.rxjava3.core.Single", "blockingGet")));
  }

  @Test
  void otherBlockersAreLocks() {
    assertEquals(StuckReason.LOCK, parkedFor("java.util.concurrent.CountDownLatch$Sync"));
    assertEquals(
        StuckReason.LOCK,
        StuckReason.of(
            Thread.State.WAITING,
            null,
            new StackTraceElement[] {frame("jdk.internal.misc.Unsafe", "park")}));
  }

  @Test
  void monitorsAreToldByTheState() {
    assertEquals(
        StuckReason.MONITOR,
        StuckReason.of(
            Thread.State.BLOCKED, null, new StackTraceElement[] {frame("Any", "thing")}));
  }

  @Test
  void sleepersAndWaitersAreToldByTheirTopFrame() {
    for (String method : new String[] {"sleep", "sleep0", "sleepNanos0"}) {
      assertEquals(StuckReason.SLEEP, waitingIn("java.lang.Thread", method));
    }
    for (String method : new String[] {"wait", "wait0"}) {
      assertEquals(StuckReason.WAIT, waitingIn("java.lang.Object", method));
    }
  }

  @Test
  void immediateChainsAreToldByTheirStack() {
    assertEquals(
        StuckReason.IMMEDIATE_CHAIN,
        StuckReason.of(
            Thread.State.RUNNABLE,
            null,
            new StackTraceElement[] {
              frame("Users", "code"),
              frame("kotlinx.coroutines.DispatchedTask", "run"),
              frame("kotlinx.coroutines.EventLoop", "processUnconfinedEvent")
            }));
  }

  @Test
  void whateverElseRunsOn() {
    assertEquals(
        StuckReason.LONG_TASK,
        StuckReason.of(
            Thread.State.RUNNABLE, null, new StackTraceElement[] {frame("Users", "code")}));
  }

  private static StuckReason parkedFor(@Nullable String blocker, StackTraceElement... stack) {
    return StuckReason.of(Thread.State.WAITING, blocker, stack);
  }

  private static StuckReason waitingIn(String className, String method) {
    return StuckReason.of(
        Thread.State.TIMED_WAITING, null, new StackTraceElement[] {frame(className, method)});
  }

  private static StackTraceElement frame(String className, String method) {
    return new StackTraceElement(className, method, null, 1);
  }
}
