package dev.oneloop.cf;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The futures that wait for something from outside of the loop, known so that they, or their
 * stages, can be failed when the loop closes; and not held, so that forgotten ones can be
 * collected.
 *
 * <p>Most of them are completed soon after they were made, and then a weak reference for each would
 * cost more than the future itself. So the most recent ones are held strongly in a few slots, which
 * cost nothing. A future that is pushed out while it still pends gets a weak reference; and after
 * each run of the garbage collector the slots are emptied in the same way, so that they hold
 * nothing for long.
 *
 * <p>May be used from any thread.
 */
final class PendingFutures {
  private static final int SLOTS = 16;
  private static final int FIRST_PRUNING = 64;

  private final AtomicReferenceArray<@Nullable LoopFuture<?>> recent =
      new AtomicReferenceArray<>(SLOTS);

  /** The next slot. Updates that are lost to a race only make two futures meet in one slot. */
  private int cursor;

  /** Whether the next garbage collection is going to empty the slots. */
  private final AtomicBoolean armed = new AtomicBoolean();

  /** Guarded by this. */
  private final ArrayList<WeakReference<LoopFuture<?>>> older = new ArrayList<>();

  /** Guarded by this. The size of {@link #older} at which it is cleared of what has ended. */
  private int pruneAt = FIRST_PRUNING;

  void add(LoopFuture<?> future) {
    LoopFuture<?> displaced = recent.getAndSet(cursor++ & (SLOTS - 1), future);
    if (displaced != null) {
      hold(displaced);
    }
    if (!armed.get()) {
      arm();
    }
  }

  /** A future is complete: keeps no slot from letting go of it. */
  void remove(LoopFuture<?> future) {
    for (int i = 0; i < SLOTS; i++) {
      if (recent.getPlain(i) == future) {
        recent.compareAndSet(i, future, null);
      }
    }
  }

  /** Takes all that pend. */
  List<LoopFuture<?>> takeAll() {
    emptySlots();
    List<LoopFuture<?>> all = new ArrayList<>();
    synchronized (this) {
      for (WeakReference<LoopFuture<?>> reference : older) {
        LoopFuture<?> future = reference.get();
        if (future != null && !future.done()) {
          all.add(future);
        }
      }
      older.clear();
    }
    return all;
  }

  private void emptySlots() {
    for (int i = 0; i < SLOTS; i++) {
      LoopFuture<?> future = recent.getAndSet(i, null);
      if (future != null) {
        hold(future);
      }
    }
  }

  private void hold(LoopFuture<?> future) {
    if (future.done()) {
      return;
    }
    synchronized (this) {
      if (older.size() >= pruneAt) {
        older.removeIf(reference -> {
          LoopFuture<?> f = reference.get();
          return f == null || f.done();
        });
        pruneAt = Math.max(FIRST_PRUNING, 2 * older.size());
      }
      older.add(new WeakReference<>(future));
    }
  }

  private void arm() {
    if (armed.compareAndSet(false, true)) {
      WeakReference<PendingFutures> self = new WeakReference<>(this);
      // Nobody holds the object, so the next collection that comes by runs the action.
      Reaper.register(
          new Object(),
          () -> {
            PendingFutures live = self.get();
            if (live != null) {
              live.armed.set(false);
              live.emptySlots();
            }
          });
    }
  }
}
