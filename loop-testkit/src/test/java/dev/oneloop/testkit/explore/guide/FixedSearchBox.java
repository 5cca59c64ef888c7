package dev.oneloop.testkit.explore.guide;

import dev.oneloop.cf.LoopExecutor;
import java.util.concurrent.Executor;

/** The program of docs/simulation.md, mended. */
@SuppressWarnings("FutureReturnValueIgnored")
final class FixedSearchBox {
  private final LoopExecutor executor;
  private final Executor pool;
  private String shown = "";

  FixedSearchBox(LoopExecutor executor, Executor pool) {
    this.executor = executor;
    this.pool = pool;
  }

  // region fixed
  private String latest = "";

  /** Called for each key, on the loop. */
  void type(String text) {
    latest = text;
    executor
        .offload(pool, () -> search(text))
        .thenAccept(hits -> {
          if (text.equals(latest)) {
            shown = hits;
          }
        });
  }

  // endregion

  private String search(String text) {
    return "hits for " + text;
  }

  String shown() {
    return shown;
  }
}
