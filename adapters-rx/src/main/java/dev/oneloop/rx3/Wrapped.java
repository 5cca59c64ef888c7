package dev.oneloop.rx3;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a task shows of its content, which is null once the task is settled. */
final class Wrapped {
  private Wrapped() {}

  /** Introspection may not answer null, and must not keep the content of settled tasks alive. */
  static Runnable orNothing(@Nullable Runnable run) {
    return run == null ? Wrapped::nothing : run;
  }

  private static void nothing() {}

  static String describe(String type, @Nullable Runnable run) {
    return type + "(" + (run == null ? "settled" : nameOf(run)) + ")";
  }

  /** RxJava's own are atomic numbers or references to save an object, and print their value. */
  private static Object nameOf(Runnable run) {
    return run instanceof Number || run instanceof AtomicReference
        ? run.getClass().getSimpleName()
        : run;
  }
}
