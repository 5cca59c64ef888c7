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
 * <p>May be used from any thread. The loop has slots of its own, which nobody else fills: so it
 * needs no atomic exchange, the cost of which would show. They are replaced now and then, before
 * they get old: G1 has a full fence for each reference to a young object that is stored in an old
 * one.
 */
final class PendingFutures {
  private static final int SLOTS = 8;

  /** How many futures go into the loop's slots before those are replaced. A power of two. */
  private static final int RENEWAL = 1024;

  private static final int FIRST_PRUNING = 64;

  /** Filled by the loop; emptied by anybody. */
  private volatile AtomicReferenceArray<@Nullable LoopFuture<?>> own =
      new AtomicReferenceArray<>(SLOTS);

  /** Filled and emptied by anybody. */
  private final AtomicReferenceArray<@Nullable LoopFuture<?>> foreign =
      new AtomicReferenceArray<>(SLOTS);

  /** The next slot, on the loop. */
  private int nextOwn;

  /** The next slot. Updates that are lost to a race only make two futures meet in one slot. */
  private int nextForeign;

  /** Whether the next garbage collection is going to empty the slots. */
  private final AtomicBoolean armed = new AtomicBoolean();

  /** Guarded by this. */
  private final ArrayList<WeakReference<LoopFuture<?>>> older = new ArrayList<>();

  /** Guarded by this. The size of {@link #older} at which it is cleared of what has ended. */
  private int pruneAt = FIRST_PRUNING;

  /** Takes a future in. {@code onLoop} says whether the caller is on the loop. */
  void add(LoopFuture<?> future, boolean onLoop) {
    LoopFuture<?> displaced;
    if (onLoop) {
      AtomicReferenceArray<@Nullable LoopFuture<?>> slots = own;
      if ((nextOwn & (RENEWAL - 1)) == 0) {
        slots = renewed(slots);
        own = slots;
      }
      int slot = nextOwn++ & (SLOTS - 1);
      displaced = slots.getPlain(slot);
      slots.setRelease(slot, future);
    } else {
      displaced = foreign.getAndSet(nextForeign++ & (SLOTS - 1), future);
    }
    hold(displaced);
    if (!armed.getPlain()) {
      arm();
    }
  }

  /**
   * Who empties the old slots meanwhile finds each future in them, or leaves it to the new ones.
   */
  private static AtomicReferenceArray<@Nullable LoopFuture<?>> renewed(
      AtomicReferenceArray<@Nullable LoopFuture<?>> old) {
    AtomicReferenceArray<@Nullable LoopFuture<?>> slots = new AtomicReferenceArray<>(SLOTS);
    for (int i = 0; i < SLOTS; i++) {
      slots.setPlain(i, old.getAndSet(i, null));
    }
    return slots;
  }

  /** A future is complete: no slot shall keep what it holds. Any thread. */
  void remove(LoopFuture<?> future) {
    if (!remove(own, future)) {
      remove(foreign, future);
    }
  }

  private static boolean remove(
      AtomicReferenceArray<@Nullable LoopFuture<?>> slots, LoopFuture<?> future) {
    for (int i = 0; i < SLOTS; i++) {
      if (slots.getPlain(i) == future) {
        return slots.compareAndSet(i, future, null);
      }
    }
    return false;
  }

  /** As {@link #remove}, on the loop. */
  void removeOnLoop(LoopFuture<?> future) {
    AtomicReferenceArray<@Nullable LoopFuture<?>> slots = own;
    // The latest first, which is mostly the one.
    for (int i = 1; i <= SLOTS; i++) {
      int slot = (nextOwn - i) & (SLOTS - 1);
      if (slots.getPlain(slot) == future) {
        // Only the loop fills it, so the most that others can have done meanwhile is the same.
        slots.setRelease(slot, null);
        return;
      }
    }
    remove(foreign, future);
  }

  /** Takes all that pend. */
  synchronized List<LoopFuture<?>> takeAll() {
    List<LoopFuture<?>> all = all();
    older.clear();
    return all;
  }

  /** All that pend. */
  synchronized List<LoopFuture<?>> all() {
    emptySlots();
    List<LoopFuture<?>> all = new ArrayList<>();
    for (WeakReference<LoopFuture<?>> reference : older) {
      LoopFuture<?> future = reference.get();
      if (future != null && !future.done()) {
        all.add(future);
      }
    }
    return all;
  }

  private void emptySlots() {
    for (int i = 0; i < SLOTS; i++) {
      hold(own.getAndSet(i, null));
      hold(foreign.getAndSet(i, null));
    }
  }

  private void hold(@Nullable LoopFuture<?> future) {
    if (future == null || future.done()) {
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
