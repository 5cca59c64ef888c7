package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Scheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks without delay that a worker was given on the loop, the oldest first, while they wait in
 * the loop's queue. Changed by the loop only, without a fence; a thread that goes through it may
 * miss what comes or goes meanwhile.
 */
abstract class LocalQueue extends Scheduler.Worker {
  private static final VarHandle OLDEST;

  /** How many loops that are nested in each other count. */
  private static final int DEEPEST = 16;

  static {
    try {
      OLDEST = MethodHandles.lookup().findVarHandle(LocalQueue.class, "oldest", LocalTask.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Released by the loop, acquired by others. */
  private @Nullable LocalTask oldest;

  /** Null if there is no oldest. Confined to the loop. */
  private @Nullable LocalTask newest;

  /** On the loop. */
  final void append(LocalTask task) {
    LocalTask last = newest;
    newest = task;
    if (last == null) {
      OLDEST.setRelease(this, task);
    } else {
      last.next(task);
    }
  }

  /**
   * Lets go of the oldest tasks that are settled. They let go of each other, too: a disposable that
   * somebody keeps must not keep all that came later. On the loop.
   */
  final void skipSettled() {
    LocalTask first = oldest;
    LocalTask left = firstUnsettled(first);
    if (left == null) {
      newest = null;
    } else if (left == first) {
      skipSettledAfter(left);
      return;
    }
    // In this order: a thread that finds the way cut off finds the new beginning.
    OLDEST.setRelease(this, left);
    redirect(first, left, null);
  }

  /**
   * Lets go of tasks that have run before older ones have ended: in a loop that is nested in these,
   * which may go on for as long as somebody looks at a dialog; or in another order than submitted.
   */
  private void skipSettledAfter(LocalTask oldest) {
    LocalTask before = oldest;
    LocalTask first = before.next();
    for (int nesting = 1; nesting < DEEPEST && first != null && !first.isSettled(); nesting++) {
      before = first;
      first = before.next();
    }
    LocalTask left = firstUnsettled(first);
    if (left == first) {
      return;
    }
    if (left == null) {
      newest = before;
    }
    before.next(left);
    // A thread that is at one of these goes back.
    redirect(first, left, before);
  }

  private static @Nullable LocalTask firstUnsettled(@Nullable LocalTask from) {
    LocalTask task = from;
    while (task != null && task.isSettled()) {
      task = task.next();
    }
    return task;
  }

  /** Has each of the tasks before an end lead elsewhere than to the next one. */
  private static void redirect(
      @Nullable LocalTask first, @Nullable LocalTask end, @Nullable LocalTask target) {
    for (LocalTask task = first; task != null && task != end; ) {
      LocalTask next = task.next();
      task.next(target);
      task = next;
    }
  }

  /**
   * Calls the action with every task that is not settled; with some of them twice, if the loop lets
   * go of others meanwhile. On any thread.
   */
  final void forEachLocal(Consumer<? super LocalTask> action) {
    LocalTask first = (LocalTask) OLDEST.getAcquire(this);
    LocalTask task = first;
    while (task != null) {
      // First: an action that settles the task may have the loop let go of it.
      LocalTask next = task.next();
      if (!task.isSettled()) {
        action.accept(task);
      } else if (next == null) {
        // The last one; or the loop has let go of it, and of all before it, in the meantime.
        LocalTask begun = first;
        first = (LocalTask) OLDEST.getAcquire(this);
        next = first == begun ? null : first;
      }
      task = next;
    }
  }
}
