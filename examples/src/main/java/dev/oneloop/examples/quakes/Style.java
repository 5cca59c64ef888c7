package dev.oneloop.examples.quakes;

import java.util.Locale;

/** The three ways of writing asynchronous code that share the loop. */
enum Style {
  COROUTINE,
  FUTURE,
  RX;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
