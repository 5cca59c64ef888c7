package dev.oneloop;

/** Keeps the package from being empty until its first type. */
final class Placeholder {
  private Placeholder() {}
}
