package dev.oneloop;

import java.time.Duration;

/** Arithmetic of deadlines, which are compared by subtraction and so must not lie too far apart. */
final class Deadlines {
  /** 146 years: half of what a long can hold, so that any two deadlines can be subtracted. */
  static final long FARTHEST = Long.MAX_VALUE >> 1;

  private Deadlines() {}

  static long after(long now, long nanos) {
    return now + Math.min(nanos, FARTHEST);
  }

  static long saturatedNanos(Duration delay) {
    try {
      return delay.toNanos();
    } catch (ArithmeticException tooLong) {
      return delay.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Submits a task without delay, with a handle all the same. */
  static TimerHandle executeAsTimer(EventLoop loop, Runnable task) {
    LoopTimer timer = task instanceof LoopTimer own ? own : new RunnableTimer(task);
    timer.deadline = loop.clock().nanoTime();
    if (loop instanceof LoopCore) {
      loop.execute(timer);
    } else {
      executeClaimed(loop, timer);
    }
    return timer;
  }

  /** On a loop that knows nothing of a task's state, somebody else has to look at it. */
  private static void executeClaimed(EventLoop loop, LoopTimer timer) {
    timer.accept();
    try {
      loop.execute(() -> {
        if (timer.claim()) {
          timer.run();
        }
      });
    } catch (RuntimeException | Error e) {
      timer.unaccept();
      throw e;
    }
  }
}
