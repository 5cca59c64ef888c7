package dev.oneloop;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ready tasks, first in, first out: a growing array queue, confined to the loop.
 *
 * <p>Positions count up for ever, so that a turn can remember where it ends although tasks are
 * added, the array grows, or a nested turn takes some.
 */
class TaskRing extends Padded {
  private static final int SMALLEST = 64;

  /** An array is replaced when it has taken 64 times as many tasks as it has room for. */
  private static final int RENEWAL_SHIFT = 6;

  private @Nullable Runnable[] tasks = new @Nullable Runnable[SMALLEST];
  private long head;
  private long tail;

  /** Where the tail will be when the array is to be replaced. */
  private long renewal = (long) SMALLEST << RENEWAL_SHIFT;

  final boolean isEmpty() {
    return head == tail;
  }

  final int size() {
    return (int) (tail - head);
  }

  /** The position of the oldest task. */
  final long head() {
    return head;
  }

  /** The position that the next added task will have. */
  final long tail() {
    return tail;
  }

  final void add(Runnable task) {
    if (tail - head == tasks.length) {
      resize(tasks.length << 1);
    }
    tasks[(int) tail & (tasks.length - 1)] = task;
    tail++;
  }

  /**
   * The oldest task; the queue must not be empty. The slot is cleared: nothing keeps a task alive.
   */
  @SuppressWarnings("NullAway") // every slot between head and tail holds a task
  final Runnable remove() {
    int index = (int) head & (tasks.length - 1);
    Runnable task = tasks[index];
    tasks[index] = null;
    head++;
    return task;
  }

  /**
   * The task to run next, of those before a position; there must be one. Here it is the oldest one.
   */
  Runnable next(long end) {
    return remove();
  }

  /** The task at a position between head and tail. */
  @SuppressWarnings("NullAway") // every slot between head and tail holds a task
  final Runnable get(long position) {
    return tasks[(int) position & (tasks.length - 1)];
  }

  /** Makes a task the oldest one; those before it keep their order. */
  final void moveToHead(long position) {
    Runnable moved = get(position);
    for (long i = position; i > head; i--) {
      tasks[(int) i & (tasks.length - 1)] = get(i - 1);
    }
    tasks[(int) head & (tasks.length - 1)] = moved;
  }

  /** Forgets the oldest tasks as long as they are shells: cancelled ones. */
  final void skipShells(Predicate<Runnable> isShell) {
    while (head != tail && isShell.test(get(head))) {
      remove();
    }
  }

  /**
   * To be called now and then. Gives back the memory of a burst, when empty. And replaces the array
   * before it gets old: G1 has a full fence for each reference to a young object that is stored in
   * an old one: where tasks are new objects, each of them took 13 ns in place of 11.
   */
  final void renew() {
    if (tasks.length > SMALLEST << 10 && head == tail) {
      tasks = new @Nullable Runnable[SMALLEST];
    } else if (tail >= renewal) {
      resize(tasks.length);
      renewal = tail + ((long) tasks.length << RENEWAL_SHIFT);
    }
  }

  /** How many tasks would still run. Exact on the loop or at rest, else an estimate. */
  final int countLive(Predicate<Runnable> isShell) {
    @Nullable Runnable[] array = tasks;
    int live = 0;
    for (long i = head, end = Math.min(tail, i + array.length); i < end; i++) {
      Runnable task = array[(int) i & (array.length - 1)];
      if (task != null && !isShell.test(task)) {
        live++;
      }
    }
    return live;
  }

  private void resize(int capacity) {
    @Nullable Runnable[] larger = new @Nullable Runnable[capacity];
    for (long i = head; i < tail; i++) {
      larger[(int) i & (capacity - 1)] = tasks[(int) i & (tasks.length - 1)];
    }
    tasks = larger;
  }
}
