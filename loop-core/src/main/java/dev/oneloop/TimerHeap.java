package dev.oneloop;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The timers in order of deadline, then of submission: an indexed 4-ary heap, confined to the loop.
 *
 * <p>The keys lie in arrays of their own, so that finding the smallest child touches one cache line
 * of deadlines and no timer (D. H. Larkin, S. Sen, R. E. Tarjan, "A Back-to-Basics Empirical Study
 * of Priority Queues", 2014, on the merits of implicit 4-ary heaps). Each timer knows its index, so
 * removing one is O(log n). Deadlines are compared by subtraction: the clock may wrap.
 */
final class TimerHeap {
  private static final int SMALLEST = 64;

  private long[] deadlines = new long[SMALLEST];
  private long[] sequences = new long[SMALLEST];
  private @Nullable LoopTimer[] timers = new @Nullable LoopTimer[SMALLEST];
  private int size;
  private long nextSequence;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The earliest deadline; the heap must not be empty. */
  long firstDeadline() {
    return deadlines[0];
  }

  /** The earliest timer, or null. */
  @Nullable LoopTimer first() {
    return timers[0];
  }

  /** All timers, the earliest first. */
  List<LoopTimer> inOrder() {
    return IntStream.range(0, size)
        .boxed()
        .sorted((a, b) -> isBefore(deadlines[a], sequences[a], b) ? -1 : a.equals(b) ? 0 : 1)
        .map(slot -> timers[slot])
        .toList();
  }

  void add(LoopTimer timer) {
    if (size == timers.length) {
      resize(size << 1);
    }
    siftUp(size++, timer.deadline, nextSequence++, timer);
  }

  /** Removes the earliest timer; the heap must not be empty. */
  @SuppressWarnings("NullAway") // every slot below size holds a timer
  LoopTimer removeFirst() {
    LoopTimer first = timers[0];
    removeAt(0);
    first.slot = -1;
    return first;
  }

  /** Removes a timer if it is here. */
  void remove(LoopTimer timer) {
    int slot = timer.slot;
    if (slot >= 0) {
      removeAt(slot);
      timer.slot = -1;
    }
  }

  @SuppressWarnings("NullAway") // every slot below size holds a timer
  private void removeAt(int index) {
    int last = --size;
    LoopTimer moved = timers[last];
    timers[last] = null;
    if (index != last) {
      long deadline = deadlines[last];
      long sequence = sequences[last];
      if (index > 0 && isBefore(deadline, sequence, (index - 1) >> 2)) {
        siftUp(index, deadline, sequence, moved);
      } else {
        siftDown(index, deadline, sequence, moved);
      }
    }
    if (size < timers.length >> 3 && timers.length > SMALLEST << 4) {
      resize(timers.length >> 1);
    }
  }

  private void siftUp(int index, long deadline, long sequence, LoopTimer timer) {
    while (index > 0) {
      int parent = (index - 1) >> 2;
      if (!isBefore(deadline, sequence, parent)) {
        break;
      }
      move(parent, index);
      index = parent;
    }
    put(index, deadline, sequence, timer);
  }

  private void siftDown(int index, long deadline, long sequence, LoopTimer timer) {
    for (int child; (child = (index << 2) + 1) < size; ) {
      int smallest = child;
      int end = Math.min(child + 4, size);
      for (int c = child + 1; c < end; c++) {
        if (isBefore(deadlines[c], sequences[c], smallest)) {
          smallest = c;
        }
      }
      if (isBefore(deadline, sequence, smallest)) {
        break;
      }
      move(smallest, index);
      index = smallest;
    }
    put(index, deadline, sequence, timer);
  }

  private boolean isBefore(long deadline, long sequence, int other) {
    long difference = deadline - deadlines[other];
    return difference < 0 || (difference == 0 && sequence < sequences[other]);
  }

  @SuppressWarnings("NullAway") // every slot below size holds a timer
  private void move(int from, int to) {
    put(to, deadlines[from], sequences[from], timers[from]);
  }

  private void put(int index, long deadline, long sequence, LoopTimer timer) {
    deadlines[index] = deadline;
    sequences[index] = sequence;
    timers[index] = timer;
    timer.slot = index;
  }

  private void resize(int capacity) {
    deadlines = Arrays.copyOf(deadlines, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    timers = Arrays.copyOf(timers, capacity);
  }
}
