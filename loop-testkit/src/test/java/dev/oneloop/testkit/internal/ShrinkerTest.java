package dev.oneloop.testkit.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  /** Shrinks as far as it goes; each run decides as it is told. */
  private static int[] shrink(int[] decisions, Predicate<int[]> fails) {
    Shrinker shrinker = new Shrinker(decisions, Integer.MAX_VALUE);
    for (int[] candidate; (candidate = shrinker.next()) != null; ) {
      shrinker.tried(fails.test(candidate) ? candidate : null);
    }
    return shrinker.simplest();
  }

  @Test
  void deviationsThatAreNotNeededAreLeftOut() {
    int[] decisions = IntStream.generate(() -> 1).limit(100).toArray();
    assertArrayEquals(
        new int[] {0, 0, 0, 1, 0, 1},
        shrink(decisions, tried -> tried.length > 5 && tried[3] == 1 && tried[5] == 1));
  }

  @Test
  void choicesBeforeADeviationAreCutOut() {
    assertArrayEquals(
        new int[] {1, 1},
        shrink(new int[] {0, 0, 0, 1, 0, 1}, tried -> Shrinker.deviations(tried) == 2));
  }

  @Test
  void deviationsAreLowered() {
    assertArrayEquals(
        new int[] {3},
        shrink(new int[] {9}, tried -> tried.length > 0 && tried[tried.length - 1] >= 3));
  }

  @Test
  void aRunThatFailsInOrderNeedsNoDeviation() {
    assertArrayEquals(new int[0], shrink(new int[] {0, 1, 2, 3}, tried -> true));
  }

  @Test
  void whatARunDecidedInFactCounts() {
    Shrinker shrinker = new Shrinker(new int[] {2, 2}, 10);
    assertArrayEquals(new int[] {0, 2}, shrinker.next());
    assertTrue(shrinker.tried(new int[] {0, 1}));
    assertArrayEquals(new int[] {0, 1}, shrinker.simplest());
    shrinker.next();
    assertFalse(shrinker.tried(new int[] {0, 1}), "no simpler");
  }

  @Test
  void itStopsAfterSoManyAttempts() {
    Shrinker shrinker = new Shrinker(new int[] {1, 1, 1}, 2);
    int attempts = 0;
    for (int[] candidate; (candidate = shrinker.next()) != null; attempts++) {
      assertFalse(shrinker.tried(null));
    }
    assertEquals(2, attempts);
    assertNull(shrinker.next());
  }
}
