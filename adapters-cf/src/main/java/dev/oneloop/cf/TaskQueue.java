package dev.oneloop.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that wait in the loop's queue, so that {@code shutdownNow} can take them
 * back and {@code isTerminated} knows of them. May be used from any thread, without a lock.
 *
 * <p>The loop runs its tasks in about the order in which they were added here, and so they leave at
 * the old end. A task that leaves otherwise stays as an empty node until those before it have left.
 *
 * <p>A linked queue as those of Michael and Scott, and of Vyukov: {@link #oldest} is a node that
 * has left already, and whoever adds a task exchanges {@link #newest} and then links the one before
 * to it. A node that is cut off links to itself: it keeps nothing alive, and whoever stands on it
 * begins anew.
 */
final class TaskQueue {
  /** How many tasks may have left, less one, before they are cut off. All ones. */
  private static final int SOME = 15;

  private final AtomicReference<Queued> oldest = new AtomicReference<>(new Gone());
  private final AtomicReference<Queued> newest = new AtomicReference<>(oldest.get());

  /** How many tasks have left. Racy: a hint. */
  private int left;

  void add(Queued task) {
    newest.getAndSet(task).linkTo(task);
  }

  /**
   * To be called when a task has left. Lets go of those that have: of all if none waits, else of
   * some at a time, as that takes an exchange.
   */
  void prune() {
    if ((++left & SOME) == 0 || !newest.get().isWaiting()) {
      cut();
    }
  }

  private void cut() {
    for (; ; ) {
      Queued first = oldest.get();
      Queued last = first;
      Queued next = last.next();
      while (next != null && next != last && !next.isWaiting()) {
        last = next;
        next = last.next();
      }
      if (next == last) {
        // Cut off by another thread meanwhile.
        continue;
      }
      if (next == null && last.keepsOutcome()) {
        Gone end = new Gone();
        // If another task has come, somebody will be here again when it has left.
        if (newest.compareAndSet(last, end)) {
          last.linkTo(end);
          last = end;
        }
      }
      if (last == first) {
        return;
      }
      if (oldest.compareAndSet(first, last)) {
        cutOff(first, last);
        return;
      }
    }
  }

  @SuppressWarnings("NullAway") // every node before the last one has a next
  private static void cutOff(Queued first, Queued last) {
    Queued next;
    for (Queued node = first; node != last; node = next) {
      next = node.next();
      node.linkTo(node);
    }
  }

  /** Goes no further than to the first that waits: this is asked after each task at the end. */
  boolean isEmpty() {
    return waiting(1).isEmpty();
  }

  /** The tasks that wait: all that were added before this was called, and have not left. */
  List<Tracked> waiting() {
    return waiting(Integer.MAX_VALUE);
  }

  private List<Tracked> waiting(int most) {
    List<Tracked> waiting = new ArrayList<>();
    Queued node = oldest.get();
    // Read after the oldest, so it is not behind that.
    Queued end = newest.get();
    while (node != end && waiting.size() < most) {
      Queued next = node.next();
      if (next == null) {
        // Whoever added the next one has not linked it yet.
        Thread.onSpinWait();
      } else if (next == node) {
        waiting.clear();
        node = oldest.get();
        end = newest.get();
      } else {
        node = next;
        if (node.isWaiting()) {
          waiting.add(node);
        }
      }
    }
    return waiting;
  }

  /** A node that stands for a task that has left. */
  private static final class Gone implements Queued {
    private volatile @Nullable Queued next;

    @Override
    public @Nullable Queued next() {
      return next;
    }

    @Override
    public void linkTo(Queued node) {
      next = node;
    }

    @Override
    public boolean isWaiting() {
      return false;
    }

    @Override
    public boolean keepsOutcome() {
      return false;
    }

    @Override
    public @Nullable Runnable evict(Throwable cause) {
      return null;
    }

    @Override
    public boolean withdraw() {
      return false;
    }

    @Override
    public void run() {}
  }
}
