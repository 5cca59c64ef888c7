package dev.oneloop.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How the measuring thread waits for the last task of a batch: the same way for every peer. */
@State(Scope.Thread)
public class Signal implements Runnable {
  private volatile boolean raised;
  private volatile Thread waiter = Thread.currentThread();

  /** Raises the signal; a task like any other. */
  @Override
  public void run() {
    raised = true;
    LockSupport.unpark(waiter);
  }

  /** Waits for the signal and lowers it. */
  void await() {
    waiter = Thread.currentThread();
    while (!raised) {
      LockSupport.park(this);
    }
    raised = false;
  }
}
