package dev.oneloop.hosts;

/** The X display that some toolkits cannot start without. */
final class Display {
  private Display() {}

  static void require() {
    if (System.getenv("DISPLAY") == null) {
      throw new AssertionError("There is no DISPLAY: run the tests under xvfb-run");
    }
  }
}
