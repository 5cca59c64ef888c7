package dev.oneloop.testkit;

import dev.oneloop.LoopTimer;

/** A task that counts what becomes of it. Counters are written where the task's contract says. */
class TestTimer extends LoopTimer {
  volatile int runs;
  volatile int cancellations;
  volatile int rejections;
  volatile boolean submitted;

  /** How often it was settled: each accepted submission counts once. */
  final int settled() {
    return runs + cancellations + rejections;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // tasks of a loop never overlap
  public void run() {
    runs++;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // by the one that won
  protected void cancelled() {
    cancellations++;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // by the one that settles the loop
  protected void rejected(Throwable cause) {
    rejections++;
  }

  @Override
  public String toString() {
    return "TestTimer(" + runs + " runs, " + cancellations + " cancelled, " + rejections + " back)";
  }
}
