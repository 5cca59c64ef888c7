package dev.oneloop.diagnostics;

import org.jspecify.annotations.Nullable;

/** What a stuck loop's thread was found to be doing. */
public enum StuckReason {
  /** It waits in {@code join()} or {@code get()} of a future. */
  JOIN("waits for a future", true),

  /** It waits in {@code runBlocking} of kotlinx.coroutines. */
  RUN_BLOCKING("waits in runBlocking", true),

  /** It waits in one of RxJava's {@code blocking...} methods. */
  BLOCKING_GET("waits in a blocking operator of RxJava", true),

  /** It waits for a lock, a latch, a queue or the like. */
  LOCK("waits for a lock or a latch", true),

  /** It waits to enter a {@code synchronized} block. */
  MONITOR("waits for a monitor", false),

  /** It waits in {@code Object.wait()}. */
  WAIT("waits to be notified", true),

  /** It sleeps. */
  SLEEP("sleeps", false),

  /** Coroutines resume each other at once, one after the other, and never leave the task. */
  IMMEDIATE_CHAIN("resumes coroutine after coroutine at once", false),

  /** It is at work, or in native code. */
  LONG_TASK("runs on", false);

  private final String description;
  private final boolean waitsForOthers;

  StuckReason(String description, boolean waitsForOthers) {
    this.description = description;
    this.waitsForOthers = waitsForOthers;
  }

  /** What the thread does, as the end of a sentence. */
  String description() {
    return description;
  }

  /** Whether it waits for something that a task of the same loop might have to bring about. */
  boolean waitsForOthers() {
    return waitsForOthers;
  }

  /**
   * Tells by what can be seen from outside. Goes by names, so that nothing of these libraries is
   * needed here.
   *
   * @param blocker the class of what the thread is parked for, see {@link
   *     java.util.concurrent.locks.LockSupport#getBlocker}, if it is
   */
  static StuckReason of(Thread.State state, @Nullable String blocker, StackTraceElement[] stack) {
    if (state == Thread.State.BLOCKED) {
      return MONITOR;
    }
    if (blocker != null && blocker.startsWith("kotlinx.coroutines.BlockingCoroutine")) {
      return RUN_BLOCKING;
    }
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith("io.reactivex.rxjava3.")
          && frame.getMethodName().startsWith("blocking")) {
        return BLOCKING_GET;
      }
    }
    if (blocker != null) {
      return isFuture(blocker) ? JOIN : LOCK;
    }
    if (stack.length == 0 || state == Thread.State.RUNNABLE) {
      return isImmediateChain(stack) ? IMMEDIATE_CHAIN : LONG_TASK;
    }
    return switch (stack[0].getClassName() + "." + stack[0].getMethodName()) {
      case "java.lang.Object.wait", "java.lang.Object.wait0" -> WAIT;
      case "java.lang.Thread.sleep", "java.lang.Thread.sleep0", "java.lang.Thread.sleepNanos0" ->
          SLEEP;
      default -> LOCK;
    };
  }

  private static boolean isFuture(String blocker) {
    return blocker.equals("java.util.concurrent.CompletableFuture$Signaller")
        || blocker.equals("java.util.concurrent.FutureTask");
  }

  private static boolean isImmediateChain(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getMethodName().equals("processUnconfinedEvent")
          && frame.getClassName().startsWith("kotlinx.coroutines.")) {
        return true;
      }
    }
    return false;
  }
}
