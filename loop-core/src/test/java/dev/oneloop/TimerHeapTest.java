package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
  private final TimerHeap heap = new TimerHeap();

  @Test
  void givesWhatAPlainListWouldGive() {
    Random random = new Random(1);
    // In order of submission; so the first of the smallest is the one.
    List<LoopTimer> expected = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      int action = random.nextInt(10);
      if (action < 5 || expected.isEmpty()) {
        LoopTimer timer = timerAt(random.nextInt(50));
        expected.add(timer);
        heap.add(timer);
      } else if (action < 8) {
        LoopTimer first = firstOf(expected);
        assertEquals(first.deadline, heap.firstDeadline());
        assertSame(first, heap.removeFirst());
        expected.remove(first);
      } else {
        LoopTimer any = expected.remove(random.nextInt(expected.size()));
        heap.remove(any);
        assertEquals(-1, any.slot);
      }
      assertEquals(expected.size(), heap.size());
    }
    while (!expected.isEmpty()) {
      LoopTimer first = firstOf(expected);
      expected.remove(first);
      assertSame(first, heap.removeFirst());
    }
    assertTrue(heap.isEmpty());
  }

  private static LoopTimer firstOf(List<LoopTimer> timers) {
    LoopTimer first = timers.get(0);
    for (LoopTimer timer : timers) {
      if (timer.deadline - first.deadline < 0) {
        first = timer;
      }
    }
    return first;
  }

  @Test
  void equalDeadlinesStayInOrderAmongMany() {
    int count = 100_000;
    LoopTimer[] submitted = new LoopTimer[count];
    for (int i = 0; i < count; i++) {
      submitted[i] = timerAt(i % 2);
      heap.add(submitted[i]);
    }
    for (int i = 0; i < count; i++) {
      // First all even ones, then all odd ones.
      int expected = i < count / 2 ? 2 * i : 2 * (i - count / 2) + 1;
      assertSame(submitted[expected], heap.removeFirst());
    }
    assertTrue(heap.isEmpty());
  }

  @Test
  void deadlinesAroundTheWrapOfTheClockAreInOrder() {
    long late = Long.MAX_VALUE - 5;
    for (long offset : new long[] {20, 3, 10, 0, 7}) {
      heap.add(timerAt(late + offset));
    }
    List<Long> offsets = new ArrayList<>();
    while (!heap.isEmpty()) {
      offsets.add(heap.removeFirst().deadline - late);
    }
    assertEquals(List.of(0L, 3L, 7L, 10L, 20L), offsets);
  }

  @Test
  void removingWhatIsNotThereDoesNothing() {
    LoopTimer timer = timerAt(1);
    heap.remove(timer);
    heap.add(timer);
    heap.remove(timer);
    heap.remove(timer);
    assertTrue(heap.isEmpty());
  }

  private static LoopTimer timerAt(long deadline) {
    LoopTimer timer = new RunnableTimer(() -> {});
    timer.deadline = deadline;
    return timer;
  }
}
