package dev.oneloop;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A loop with a thread of its own. */
class ThreadLoop extends DrivenLoop {
  /** Between two looks at the clock for timers, in a flood of tasks; measured to cost nothing. */
  private static final int TASK_BUDGET = 1024;

  private static final Until FOR_EVER = () -> false;

  private final Thread thread;

  ThreadLoop(LoopBuilder builder, Waiter waiter) {
    super(builder, builder.clock(), waiter, TASK_BUDGET);
    ThreadFactory factory = builder.threadFactory;
    thread = factory.newThread(this::runThread);
    if (thread == null) {
      throw new IllegalStateException("The thread factory made no thread for " + this);
    }
  }

  /** Starts the thread. Apart from the constructor, so that the thread sees a whole object. */
  final void start() {
    thread.start();
  }

  private void runThread() {
    // Only an abandoned loop, settled before this thread came to run, has another owner.
    while (!tryAcquire()) {
      if (isTerminated()) {
        return;
      }
      Thread.onSpinWait();
    }
    try {
      while (!isTerminated()) {
        driveOnce();
      }
    } finally {
      exit(0);
    }
  }

  private void driveOnce() {
    try {
      drive(FOR_EVER);
    } catch (VirtualMachineError fatal) {
      report(LoopFailure.of("A task threw a fatal error; the loop goes on", fatal));
    }
  }

  /** The thread drives; others wait. */
  @Override
  void driveToEnd(@Nullable Duration timeout) throws InterruptedException {
    awaitEnd(timeout);
  }

  /**
   * A stray interrupt must neither end this loop nor make it spin: the flag is put aside while the
   * loop sleeps, and is back before the next task, which may want to see it.
   */
  @Override
  boolean await(long deadline) {
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      // Besides the flag, an interrupt leaves a permit, with which the waiter would not park.
      LockSupport.parkNanos(1);
    }
    waiter.await(deadline, clock());
    if (interrupted) {
      thread.interrupt();
    }
    return true;
  }
}
