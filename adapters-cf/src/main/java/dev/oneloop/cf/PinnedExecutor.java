package dev.oneloop.cf;

import java.util.Objects;
import java.util.concurrent.Executor;

/** Runs at once what is given to it on the loop: see {@link LoopExecutor#pinned()}. */
final class PinnedExecutor implements Executor {
  private final Home home;

  PinnedExecutor(Home home) {
    this.home = home;
  }

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    if (!home.isClosed() && home.loop.tryRunNow()) {
      home.runNow(new Action(home, task));
    } else {
      home.loop.execute(task);
    }
  }

  @Override
  public String toString() {
    return "PinnedExecutor(" + home.loop + ")";
  }
}
