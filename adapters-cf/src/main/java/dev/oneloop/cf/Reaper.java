package dev.oneloop.cf;

import java.lang.ref.Cleaner;

/** Runs something once an object has been collected. Its thread starts with the first use. */
final class Reaper {
  private static final Cleaner CLEANER = Cleaner.create();

  private Reaper() {}

  /** The action must not refer to the object. It runs on the cleaner's thread and must be short. */
  static Cleaner.Cleanable register(Object object, Runnable action) {
    return CLEANER.register(object, action);
  }
}
