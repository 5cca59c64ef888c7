package dev.oneloop.cf;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;

/** A task that wants to know when it is not going to run, because something pends on it. */
interface Refusable extends Runnable {
  /** The task was accepted, and will not run. Any thread. */
  void refused(Throwable cause);

  /** A task that the loop accepted will not run, since that has closed. */
  static void refuse(EventLoop loop, Runnable task, Throwable cause) {
    if (task instanceof Refusable refusable) {
      refusable.refused(cause);
    } else if (task instanceof AsynchronousCompletionTask) {
      loop.report(
          LoopFailure.of(
              "A task of a CompletableFuture was dropped: the future will not complete",
              cause,
              task));
    }
  }

  /** As above, for a task that {@code shutdownNow} returns: whoever gets a future can settle it. */
  static Runnable evict(EventLoop loop, Runnable task, Throwable cause) {
    if (!(task instanceof TaskFuture<?>)) {
      refuse(loop, task, cause);
    }
    return task;
  }
}
