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
 * the old end, one exchange each. A task that leaves otherwise stays as an empty node until those
 * before it have left.
 *
 * <p>A linked queue as those of Michael and Scott, and of Vyukov: {@link #oldest} is a node that
 * has left already, and whoever adds a task exchanges {@link #newest} and then links the one before
 * to it. A node that is cut off links to itself: it keeps nothing alive, and whoever stands on it
 * begins anew.
 */
final class TaskQueue {
  private final AtomicReference<Queued> oldest = new AtomicReference<>(new Gone());
  private final AtomicReference<Queued> newest = new AtomicReference<>(oldest.get());

  void add(Queued task) {
    newest.getAndSet(task).linkTo(task);
  }

  /** Lets go of tasks that have left. */
  void prune() {
    for (; ; ) {
      Queued last = oldest.get();
      Queued next = last.next();
      if (next == null) {
        if (!last.keepsOutcome()) {
          return;
        }
        // If another task has come, somebody will be here again when it has left.
        next = new Gone();
        if (!newest.compareAndSet(last, next)) {
          return;
        }
        last.linkTo(next);
      } else if (next.isWaiting()) {
        return;
      }
      // A node that links to itself was cut off by another thread meanwhile, and is not the oldest.
      if (oldest.compareAndSet(last, next)) {
        last.linkTo(last);
      }
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
