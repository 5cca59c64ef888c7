package dev.oneloop.examples.quakes;

/** A feed cannot be used; the message says why, in one line. */
final class FeedException extends Exception {
  private static final long serialVersionUID = 1L;

  FeedException(String message) {
    super(message);
  }
}
