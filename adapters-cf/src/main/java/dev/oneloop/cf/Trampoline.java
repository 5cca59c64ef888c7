package dev.oneloop.cf;

import dev.oneloop.LoopTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What is to run at once on the loop: a queue instead of recursion, so that neither a long chain
 * nor a wide fan-out can overflow the stack. Confined to the loop.
 *
 * <p>What is added while something runs here runs after it, first in, first out. After {@link
 * #AT_LEAST} steps the turn's budget is respected: when it is spent, the rest waits for a later
 * turn.
 *
 * <p>A function that runs here may call {@code runNested}, and then turns run inside of it. What
 * these add cannot wait for the function to return: {@link #ensureRun} has it run in a turn of its
 * own, nested or not.
 */
final class Trampoline {
  /** How many steps may be taken in one go although the turn's budget is spent. */
  private static final int AT_LEAST = 256;

  /** How many steps are taken in one go at most, also where turns have no budget. */
  private static final int AT_MOST = 4096;

  private final Home home;
  private @Nullable Dependent head;
  private @Nullable Dependent tail;
  private boolean running;

  /** Has the rest run in a later turn; null if none is submitted. */
  private @Nullable Rest rest;

  Trampoline(Home home) {
    this.home = home;
  }

  /** Adds a list, newest first, in the order of its age. */
  private void addReversed(@Nullable Dependent newest) {
    if (newest == null) {
      return;
    }
    Dependent first = reversed(newest);
    Dependent last = tail;
    if (last == null) {
      head = first;
    } else {
      last.next = first;
    }
    tail = newest;
  }

  static Dependent reversed(Dependent newest) {
    Dependent oldest = newest;
    Dependent rest = newest.next;
    newest.next = null;
    while (rest != null && !rest.isFiredInPlace()) {
      Dependent older = rest.next;
      rest.next = oldest;
      oldest = rest;
      rest = older;
    }
    return oldest;
  }

  /** Runs a node after what waits already; later, if something runs. */
  void run(Dependent node) {
    if (isIdle()) {
      runAll(node);
    } else {
      addReversed(node);
      runIfFree();
    }
  }

  /** Fires the dependents of a complete future after what waits already; later, as above. */
  void fire(PinnedFuture<?> complete) {
    Dependent alone = isIdle() ? complete.fireInPlace() : null;
    if (alone != null) {
      runAll(alone);
    } else {
      addReversed(complete.takeDependents());
      runIfFree();
    }
  }

  private boolean isIdle() {
    return !running && head == null;
  }

  private void runIfFree() {
    if (!running) {
      runAll(poll());
    }
  }

  /** Runs a node, and then what waits. */
  private void runAll(@Nullable Dependent first) {
    running = true;
    try {
      Dependent node = first;
      for (int steps = 1; node != null; steps++) {
        node = nextAfter(node.fire(), steps);
      }
    } finally {
      running = false;
      if (head != null) {
        // The budget is spent; or the stack is, and something was thrown out of here.
        submitRest();
      } else if (rest != null) {
        rest.cancel();
        rest = null;
      }
    }
  }

  /** What is to run next, a future having been completed or not; null if nothing, or not now. */
  private @Nullable Dependent nextAfter(@Nullable PinnedFuture<?> completed, int steps) {
    if (head == null && completed == null) {
      return null;
    }
    if (isToPauseAfter(steps)) {
      addDependents(completed);
      return null;
    }
    if (head == null && completed != null) {
      // What is alone need not go through the queue, which is old: for G1 see PendingFutures.
      Dependent alone = completed.fireInPlace();
      if (alone != null) {
        return alone;
      }
    }
    addDependents(completed);
    return poll();
  }

  private void addDependents(@Nullable PinnedFuture<?> completed) {
    if (completed != null) {
      addReversed(completed.takeDependents());
    }
  }

  /**
   * Every step counts in the turn's budget, other than the first: that is a call that a task makes,
   * and counts with the task.
   */
  private boolean isToPauseAfter(int steps) {
    boolean inBudget = home.loop.tryRunNow();
    return (!inBudget && steps >= AT_LEAST) || steps >= AT_MOST;
  }

  /** Runs what was added until a future is complete: for somebody who is about to wait for it. */
  void runUntilDone(PinnedFuture<?> future) {
    boolean outer = running;
    running = true;
    try {
      while (!future.done()) {
        Dependent node = poll();
        if (node == null) {
          return;
        }
        addDependents(node.fire());
      }
    } finally {
      running = outer;
    }
  }

  private @Nullable Dependent poll() {
    Dependent node = head;
    if (node != null) {
      head = node.next;
      if (head == null) {
        tail = null;
      }
      node.next = null;
    }
    return node;
  }

  /** Whether something waits for the function that runs to return. On the loop. */
  boolean isHeldUp() {
    return running && head != null;
  }

  /** To be called when users' code has added something, and {@link #isHeldUp}. On the loop. */
  void ensureRun() {
    submitRest();
  }

  private void submitRest() {
    if (rest != null) {
      return;
    }
    Rest submitted = new Rest();
    rest = submitted;
    try {
      home.loop.execute(submitted);
    } catch (RejectedExecutionException closed) {
      rest = null;
      refuseRest(closed);
    }
  }

  private void refuseRest(Throwable cause) {
    Dependent first = head;
    head = null;
    tail = null;
    home.refuse(first, cause);
  }

  private final class Rest extends LoopTask {
    @Override
    public void run() {
      rest = null;
      // If something runs here, then this is a turn inside of it.
      boolean outer = running;
      running = false;
      try {
        runAll(poll());
      } finally {
        running = outer;
      }
    }

    @Override
    protected void rejected(Throwable cause) {
      rest = null;
      refuseRest(cause);
    }
  }
}
