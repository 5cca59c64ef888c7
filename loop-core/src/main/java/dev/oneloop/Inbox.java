package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What other threads submit: many producers push, the loop takes all at once.
 *
 * <p>A Treiber stack whose nodes are the tasks themselves (R. K. Treiber, "Systems Programming:
 * Coping with Parallelism", 1986). As nothing but the whole is ever taken, a node that comes back
 * (ABA) does no harm: a push only claims that the head is still what the node links to.
 *
 * <p>Closing puts a sentinel on top. A push either came before it, and is below it and will be
 * taken, or sees it and fails: this exchange is the point at which a loop closes.
 */
@SuppressWarnings("ReferenceEquality") // nodes are compared by identity, whatever their equals says
final class Inbox extends Padded {
  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(Inbox.class, "head", LoopTask.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** On top once closed; its link is what was pushed before and is not taken yet. */
  private final LoopTask closed =
      new LoopTask() {
        @Override
        public void run() {}
      };

  /** Newest first. Pushed by any thread, taken by the loop. */
  private volatile @Nullable LoopTask head;

  /** Adds a task that the caller has accepted. Full fence. False if closed. */
  boolean push(LoopTask task) {
    for (; ; ) {
      LoopTask h = head;
      if (h == closed) {
        return false;
      }
      task.link = h;
      if (HEAD.compareAndSet(this, h, task)) {
        return true;
      }
    }
  }

  /** Whether there is nothing to take. On the loop; elsewhere a hint. */
  boolean isEmpty() {
    LoopTask h = head;
    return h == null || (h == closed && closed.link == null);
  }

  /** Whether there is nothing to take and the inbox is open: one comparison, for the fast path. */
  boolean isOpenAndEmpty() {
    return head == null;
  }

  boolean isClosed() {
    return head == closed;
  }

  /** Takes everything, oldest first, linked by {@link LoopTask#link}. On the loop only. */
  @Nullable LoopTask takeAll() {
    LoopTask h;
    do {
      h = head;
      if (h == null) {
        return null;
      }
      if (h == closed) {
        // No producer touches the link below the sentinel: it is the loop's.
        h = (LoopTask) closed.link;
        closed.link = null;
        break;
      }
    } while (!HEAD.compareAndSet(this, h, null));
    return reversed(h);
  }

  /** Refuses every push from now on. By one thread, once. */
  void close() {
    LoopTask h;
    do {
      h = head;
      closed.link = h;
    } while (!HEAD.compareAndSet(this, h, closed));
  }

  /**
   * The newest task, for counting; {@link LoopTask#link} leads to older ones until the loop takes.
   */
  @Nullable LoopTask newest() {
    LoopTask h = head;
    return h == closed ? (LoopTask) closed.link : h;
  }

  private static @Nullable LoopTask reversed(@Nullable LoopTask newest) {
    LoopTask oldest = null;
    while (newest != null) {
      LoopTask older = (LoopTask) newest.link;
      newest.link = oldest;
      oldest = newest;
      newest = older;
    }
    return oldest;
  }
}
