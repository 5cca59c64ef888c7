package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EarthTest {
  private static final double QUARTER = Math.PI / 2 * 6371.0088;

  @Test
  void distancesAreGreatCircles() {
    assertEquals(0, Earth.kilometres(12, 34, 12, 34));
    assertEquals(QUARTER, Earth.kilometres(0, 0, 90, 123), 1e-9);
    assertEquals(QUARTER, Earth.kilometres(0, 135, 0, -135), 1e-9);
    assertEquals(2 * QUARTER, Earth.kilometres(30, 40, -30, -140), 1e-9);
  }
}
