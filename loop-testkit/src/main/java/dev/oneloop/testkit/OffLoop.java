package dev.oneloop.testkit;

import java.util.Map;

/** What threads that do not belong in a simulated test are likely to come from. */
final class OffLoop {
  private static final Map<String, String> HINTS =
      Map.of(
          "CompletableFutureDelayScheduler",
          "a delay or timeout of a plain CompletableFuture goes by real time; those of LoopFuture"
              + " and LoopExecutor go by the loop's clock",
          "DefaultDispatcher-worker",
          "Dispatchers.Default or IO; give the code its dispatchers, and in tests the loop's",
          "ForkJoinPool",
          "a stage that is async without an executor; give it one, or let LoopExecutor offload it",
          "junit-timeout-thread",
          "assertTimeoutPreemptively runs things on a thread of its own; @Timeout limits the test",
          "kotlinx.coroutines.DefaultExecutor",
          "a delay under a dispatcher that has no timers of its own",
          "Rx",
          "a scheduler of RxJava that was made before the test put the loop in its place");

  private OffLoop() {}

  /** What to add to a failure that was noticed on a thread; empty if nothing is known of it. */
  static String hint(String thread) {
    return HINTS.entrySet().stream()
        .filter(hint -> thread.startsWith(hint.getKey()))
        .map(hint -> " [on " + thread + ": " + hint.getValue() + "]")
        .findFirst()
        .orElse("");
  }
}
