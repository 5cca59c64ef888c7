package dev.oneloop.testkit;

/** Keeps the package from being empty until its first type. */
final class Placeholder {
  private Placeholder() {}
}
