package dev.oneloop.cf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
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
  private static final VarHandle OLDEST;
  private static final VarHandle NEWEST;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OLDEST = lookup.findVarHandle(TaskQueue.class, "oldest", QueuedTask.class);
      NEWEST = lookup.findVarHandle(TaskQueue.class, "newest", QueuedTask.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile QueuedTask<?> oldest = new Gone();
  private volatile QueuedTask<?> newest = oldest;

  void add(QueuedTask<?> task) {
    QueuedTask<?> before = (QueuedTask<?>) NEWEST.getAndSet(this, task);
    before.linkTo(task);
  }

  /** Lets go of tasks that have left. */
  void prune() {
    for (; ; ) {
      QueuedTask<?> last = oldest;
      QueuedTask<?> next = last.next();
      if (next == null || next.work() != null) {
        return;
      }
      // A node that links to itself was cut off by another thread meanwhile, and is not the oldest.
      if (OLDEST.compareAndSet(this, last, next)) {
        last.linkTo(last);
      }
    }
  }

  /** Goes no further than to the first that waits: this is asked after each task at the end. */
  boolean isEmpty() {
    return waiting(1).isEmpty();
  }

  /** The tasks that wait: all that were added before this was called, and have not left. */
  List<QueuedTask<?>> waiting() {
    return waiting(Integer.MAX_VALUE);
  }

  private List<QueuedTask<?>> waiting(int most) {
    List<QueuedTask<?>> waiting = new ArrayList<>();
    QueuedTask<?> node = oldest;
    // Read after the oldest, so it is not behind that.
    QueuedTask<?> end = newest;
    while (node != end && waiting.size() < most) {
      QueuedTask<?> next = node.next();
      if (next == null) {
        // Whoever added the next one has not linked it yet.
        Thread.onSpinWait();
      } else if (next == node) {
        waiting.clear();
        node = oldest;
        end = newest;
      } else {
        node = next;
        if (node.work() != null) {
          waiting.add(node);
        }
      }
    }
    return waiting;
  }

  /** What the queue begins with. */
  private static final class Gone extends QueuedTask<Object> {
    Gone() {
      super(null);
    }

    @Override
    @Nullable LoopExecutor executor() {
      return null;
    }

    @Override
    void perform(Object taken) {}

    @Override
    void refuse(Object taken, Throwable cause) {}

    @Override
    Runnable evict(Object taken, Throwable cause) {
      return this;
    }
  }
}
