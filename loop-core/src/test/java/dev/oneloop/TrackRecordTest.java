package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackRecordTest {
  private final TrackRecord record = new TrackRecord();

  @BeforeEach
  void onOneProcessorNothingIsTried() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
  }

  /** How many of so many occasions are taken if every trial ends the same way. */
  private int trials(int occasions, boolean paysOff) {
    int trials = 0;
    for (int i = 0; i < occasions; i++) {
      if (record.isDue()) {
        trials++;
        record.note(paysOff);
      }
    }
    return trials;
  }

  @Test
  void whatDoesNotPayOffIsTriedLessAndLessOften() {
    int first = trials(1_000, false);
    int later = trials(1_000, false);
    assertTrue(first > later, first + " and " + later);
    assertTrue(trials(1_000_000, false) < 1_000);
  }

  @Test
  void whatPaysOffIsTriedEveryTime() {
    trials(100_000, false);
    int trials = trials(100_000, true);
    assertTrue(trials > 98_000, () -> trials + " trials");
    assertEquals(1_000, trials(1_000, true));
  }

  @Test
  void aGoodRecordAffordsAFewFailures() {
    trials(1_000, true);
    assertEquals(4, trials(4, false));
    assertFalse(record.isDue());
  }
}
