package dev.oneloop.cf;

import dev.oneloop.EventLoop;
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

  void add(Dependent node) {
    node.next = null;
    Dependent last = tail;
    if (last == null) {
      head = node;
    } else {
      last.next = node;
    }
    tail = node;
  }

  /** Adds a list, newest first, in the order of its age. */
  void addReversed(@Nullable Dependent newest) {
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
    while (rest != null) {
      Dependent older = rest.next;
      rest.next = oldest;
      oldest = rest;
      rest = older;
    }
    return oldest;
  }

  /** Runs what was added, unless that is going on already. */
  void run() {
    if (running) {
      return;
    }
    running = true;
    try {
      EventLoop loop = home.loop;
      for (int steps = 0; head != null; steps++) {
        boolean inBudget = loop.tryRunNow();
        if ((!inBudget && steps >= AT_LEAST) || steps >= AT_MOST) {
          break;
        }
        step();
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

  /** Runs what was added until a future is complete: for somebody who is about to wait for it. */
  void runUntilDone(PinnedFuture<?> future) {
    boolean outer = running;
    running = true;
    try {
      while (!future.done() && head != null) {
        step();
      }
    } finally {
      running = outer;
    }
  }

  private void step() {
    Dependent node = head;
    if (node != null) {
      head = node.next;
      if (head == null) {
        tail = null;
      }
      node.next = null;
      node.fire();
    }
  }

  /** To be called by users' code, on the loop, after it has added something. */
  void ensureRun() {
    if (running && head != null) {
      submitRest();
    }
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
        Trampoline.this.run();
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
