package dev.oneloop;

/** Ends only where there is nothing left to do. */
@FunctionalInterface
interface UntilIdle extends Until {
  @Override
  default boolean isReached() {
    return false;
  }

  @Override
  boolean isReachedWhenIdle();
}
