package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderDigestTest {
  private static final Quake A = new Quake("a", Instant.EPOCH, 1, "A", 0, 0);
  private static final Quake B = new Quake("b", Instant.EPOCH, 1, "B", 0, 0);

  @Test
  void orderAndStyleMatter() {
    assertEquals(digest(Style.RX, A, B), digest(Style.RX, A, B));
    assertNotEquals(digest(Style.RX, A, B), digest(Style.RX, B, A));
    assertNotEquals(digest(Style.RX, A, B), digest(Style.FUTURE, A, B));
  }

  private static String digest(Style style, Quake... quakes) {
    OrderDigest digest = new OrderDigest();
    for (Quake quake : quakes) {
      digest.add(style, quake);
    }
    return digest.finish();
  }
}
