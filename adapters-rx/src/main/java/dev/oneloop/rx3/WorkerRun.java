package dev.oneloop.rx3;

/** A task of a worker that the loop has started, and that the worker may put off a little. */
interface WorkerRun {

  /** Runs it, unless it was disposed. On the loop. */
  void runHere();
}
