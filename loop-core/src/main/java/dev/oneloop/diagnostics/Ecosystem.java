package dev.oneloop.diagnostics;

/** Where a task comes from, told by the name of its class. */
enum Ecosystem {
  COROUTINES("coroutines", "rail_animation"),
  FUTURES("futures", "rail_response"),
  RX("rx", "rail_load"),
  IO("io", "good"),
  TASKS("tasks", "generic_work");

  private final String category;
  private final String colour;

  Ecosystem(String category, String colour) {
    this.category = category;
    this.colour = colour;
  }

  /** The category of its slices in a trace. */
  String category() {
    return category;
  }

  /** The colour of its slices, one of the names that chrome://tracing knows. */
  String colour() {
    return colour;
  }

  static Ecosystem of(String className) {
    if (isIn(className, "dev.oneloop.kotlin.", "kotlinx.coroutines.")) {
      return COROUTINES;
    }
    if (isIn(className, "dev.oneloop.cf.", "java.util.concurrent.")) {
      return FUTURES;
    }
    if (isIn(className, "dev.oneloop.rx3.", "io.reactivex.")) {
      return RX;
    }
    return className.equals("dev.oneloop.IoKey") ? IO : TASKS;
  }

  private static boolean isIn(String className, String ours, String theirs) {
    return className.startsWith(ours) || className.startsWith(theirs);
  }
}
