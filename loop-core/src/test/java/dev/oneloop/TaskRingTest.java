package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaskRingTest {
  private final TaskRing ring = new TaskRing();

  @Test
  void behavesAsAQueueWhileItGrowsAndShrinks() {
    Random random = new Random(1);
    Queue<Runnable> expected = new ArrayDeque<>();
    for (int i = 0; i < 200_000; i++) {
      // Long spells of more adding, then of more removing.
      boolean adding = random.nextInt(100) < (i / 20_000 % 2 == 0 ? 60 : 40);
      if (adding) {
        Runnable task = new RunnableTask(() -> {});
        expected.add(task);
        ring.add(task);
      } else if (!expected.isEmpty()) {
        assertSame(expected.remove(), ring.remove());
      }
      ring.renew();
      assertEquals(expected.size(), ring.size());
      assertEquals(expected.isEmpty(), ring.isEmpty());
    }
  }

  @Test
  void positionsCountUpThroughGrowth() {
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, ring.tail());
      ring.add(() -> {});
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, ring.head());
      ring.remove();
    }
    assertTrue(ring.isEmpty());
    assertEquals(1000, ring.tail());
  }

  @Test
  void shellsDoNotCount() {
    Runnable shell = () -> {};
    Runnable task = () -> {};
    ring.add(shell);
    ring.add(task);
    assertEquals(2, ring.countLive(queued -> false));
    assertEquals(1, ring.countLive(queued -> queued == shell));
    ring.skipShells(queued -> queued == shell);
    assertSame(task, ring.get(ring.head()));
  }
}
