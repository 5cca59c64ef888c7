package dev.oneloop;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The timers in order of deadline, then of submission: an indexed 4-ary heap, confined to the loop.
 *
 * <p>The heap itself is made of primitives: deadlines, and slots of a table that holds the timers
 * (D. H. Larkin, S. Sen, R. E. Tarjan, "A Back-to-Basics Empirical Study of Priority Queues", 2014,
 * on the merits of implicit 4-ary heaps). Finding the smallest child touches one cache line, and
 * moving an entry stores no reference and so pays no write barrier of the garbage collector. A
 * timer keeps its slot, which knows its place in the heap, so removing one is O(log n). Deadlines
 * are compared by subtraction: the clock may wrap.
 */
final class TimerHeap {
  private static final int SMALLEST = 64;

  // By place in the heap.
  private long[] deadlines = new long[SMALLEST];
  private int[] slots = new int[SMALLEST];

  // By slot. A free slot's place is the next free slot's complement.
  private @Nullable LoopTimer[] timers = new @Nullable LoopTimer[SMALLEST];
  private long[] sequences = new long[SMALLEST];
  private int[] places = new int[SMALLEST];

  /** Without the vacant root. */
  private int size;

  /**
   * Whether the root was taken and nothing has been put there yet; the last entry is then one place
   * behind the end. A timer that schedules another one while it runs, as most do, fills the place:
   * that takes one way down the heap instead of one down and one up.
   */
  private boolean vacant;

  private long nextSequence;

  /** The free slots below {@link #used}, linked by their places; -1 if there is none. */
  private int free = -1;

  /** The slots from here on have never been used. */
  private int used;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The earliest deadline; the heap must not be empty. */
  long firstDeadline() {
    fillVacancy();
    return deadlines[0];
  }

  /** All timers, the earliest first. */
  List<LoopTimer> inOrder() {
    fillVacancy();
    return IntStream.range(0, size)
        .boxed()
        .sorted((a, b) -> a.equals(b) ? 0 : smallerOf(a, b) == a ? -1 : 1)
        .map(place -> timers[slots[place]])
        .toList();
  }

  void add(LoopTimer timer) {
    if (size == slots.length) {
      resize(size << 1);
    }
    int slot = free;
    if (slot >= 0) {
      free = ~places[slot];
    } else {
      slot = used++;
    }
    timer.slot = slot;
    timers[slot] = timer;
    sequences[slot] = nextSequence++;
    if (vacant) {
      vacant = false;
      size++;
      siftDown(0, timer.deadline, slot);
    } else {
      siftUp(size++, timer.deadline, slot);
    }
  }

  /** Removes the earliest timer; the heap must not be empty. */
  @SuppressWarnings("NullAway") // every place in the heap has a slot with a timer
  LoopTimer removeFirst() {
    fillVacancy();
    int slot = slots[0];
    LoopTimer first = timers[slot];
    release(first, slot);
    size--;
    vacant = true;
    return first;
  }

  /** Puts the last entry in the place of the root that was taken. */
  private void fillVacancy() {
    if (vacant) {
      vacant = false;
      if (size > 0) {
        siftDown(0, deadlines[size], slots[size]);
      }
      shrinkIfSparse();
    }
  }

  /** Removes a timer if it is here. */
  void remove(LoopTimer timer) {
    fillVacancy();
    int slot = timer.slot;
    if (slot < 0) {
      return;
    }
    int place = places[slot];
    release(timer, slot);
    int last = --size;
    if (place != last) {
      long deadline = deadlines[last];
      int moved = slots[last];
      if (place > 0 && isBefore(deadline, moved, (place - 1) >> 2)) {
        siftUp(place, deadline, moved);
      } else {
        siftDown(place, deadline, moved);
      }
    }
    shrinkIfSparse();
  }

  private void release(LoopTimer timer, int slot) {
    timer.slot = -1;
    timers[slot] = null;
    places[slot] = ~free;
    free = slot;
  }

  private void shrinkIfSparse() {
    if (size < slots.length >> 3 && slots.length > SMALLEST << 4) {
      shrink();
    }
  }

  private void siftUp(int place, long deadline, int slot) {
    while (place > 0) {
      int parent = (place - 1) >> 2;
      if (!isBefore(deadline, slot, parent)) {
        break;
      }
      put(place, deadlines[parent], slots[parent]);
      place = parent;
    }
    put(place, deadline, slot);
  }

  private void siftDown(int place, long deadline, int slot) {
    for (int child; (child = (place << 2) + 1) < size; ) {
      int smallest = smallestOf(child);
      if (isBefore(deadline, slot, smallest)) {
        break;
      }
      put(place, deadlines[smallest], slots[smallest]);
      place = smallest;
    }
    put(place, deadline, slot);
  }

  /** The smallest of up to four siblings, given the first. */
  private int smallestOf(int first) {
    if (first + 3 < size) {
      // Two pairs and a final: which one wins is random, so the fewer branches the better.
      int a = smallerOf(first, first + 1);
      int b = smallerOf(first + 2, first + 3);
      return smallerOf(a, b);
    }
    int smallest = first;
    for (int other = first + 1; other < size; other++) {
      smallest = smallerOf(smallest, other);
    }
    return smallest;
  }

  private int smallerOf(int a, int b) {
    long difference = deadlines[b] - deadlines[a];
    if (difference == 0) {
      return sequences[slots[b]] < sequences[slots[a]] ? b : a;
    }
    return difference < 0 ? b : a;
  }

  private boolean isBefore(long deadline, int slot, int other) {
    long difference = deadline - deadlines[other];
    return difference < 0 || (difference == 0 && sequences[slot] < sequences[slots[other]]);
  }

  private void put(int place, long deadline, int slot) {
    deadlines[place] = deadline;
    slots[place] = slot;
    places[slot] = place;
  }

  /** Numbers the slots anew, by place, so that the tables can be cut. */
  private void shrink() {
    @Nullable LoopTimer[] oldTimers = timers;
    long[] oldSequences = sequences;
    timers = new @Nullable LoopTimer[oldTimers.length];
    sequences = new long[oldSequences.length];
    for (int place = 0; place < size; place++) {
      LoopTimer timer = oldTimers[slots[place]];
      sequences[place] = oldSequences[slots[place]];
      timers[place] = timer;
      slots[place] = place;
      places[place] = place;
      if (timer != null) {
        timer.slot = place;
      }
    }
    free = -1;
    used = size;
    resize(slots.length >> 1);
  }

  private void resize(int capacity) {
    deadlines = Arrays.copyOf(deadlines, capacity);
    slots = Arrays.copyOf(slots, capacity);
    timers = Arrays.copyOf(timers, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    places = Arrays.copyOf(places, capacity);
  }
}
