package dev.oneloop.examples.quakes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A fingerprint of a sequence: equal if and only if the same things came in the same order. */
final class OrderDigest {
  private static final int SHOWN_BYTES = 8;

  private final MessageDigest digest;

  OrderDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Appends what a style did to a quake. */
  void add(Style style, Quake quake) {
    digest.update((style + " " + quake.id() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The first 16 hexadecimal digits. Ends the sequence. */
  String finish() {
    return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
  }
}
