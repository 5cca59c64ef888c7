package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/** Interrupts the thread that runs a task, for the sake of that task only. */
final class Interruption {
  /** How many tasks run: more than one only in nested turns. */
  private int depth;

  private @Nullable Thread runner;
  private boolean interrupted;

  /** A task is about to run on this thread. */
  synchronized void begin() {
    depth++;
    runner = Thread.currentThread();
  }

  /** It has ended. */
  synchronized void end() {
    depth--;
    if (depth == 0) {
      runner = null;
    }
    if (interrupted) {
      // It was for the task that has ended; the next one must not see it.
      interrupted = false;
      Thread.interrupted();
    }
  }

  /** Interrupts the task that runs, if there is one. Any thread. */
  synchronized void interrupt() {
    if (runner != null) {
      interrupted = true;
      runner.interrupt();
    }
  }
}
