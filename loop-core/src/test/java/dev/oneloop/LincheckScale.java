package dev.oneloop;

/**
 * How long the Lincheck tests go on: briefly in each build, {@code -Dlincheck.scale=n} for more.
 */
final class LincheckScale {
  private static final int SCALE = Integer.getInteger("lincheck.scale", 1);

  static final int ITERATIONS = 3 * SCALE;
  static final int INVOCATIONS = 100 * SCALE;

  private LincheckScale() {}
}
