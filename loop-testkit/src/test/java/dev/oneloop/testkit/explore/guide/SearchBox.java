package dev.oneloop.testkit.explore.guide;

import dev.oneloop.cf.LoopExecutor;
import java.util.concurrent.Executor;

/** The program of docs/simulation.md, as it is at first. */
@SuppressWarnings("FutureReturnValueIgnored")
// region broken
final class SearchBox {
  private final LoopExecutor executor;
  private final Executor pool;
  private String shown = "";

  SearchBox(LoopExecutor executor, Executor pool) {
    this.executor = executor;
    this.pool = pool;
  }

  /** Called for each key, on the loop. */
  void type(String text) {
    executor.offload(pool, () -> search(text)).thenAccept(hits -> shown = hits);
  }

  private String search(String text) {
    return "hits for " + text; // imagine a database
  }

  String shown() {
    return shown;
  }
}
// endregion
