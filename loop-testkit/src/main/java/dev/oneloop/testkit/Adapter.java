package dev.oneloop.testkit;

/** The adapters, which may be on the class path or not. */
enum Adapter {
  CF("adapters-cf", "dev.oneloop.cf.LoopExecutor"),
  KOTLIN("adapters-kotlin", "dev.oneloop.kotlin.LoopDispatcher"),
  RX("adapters-rx", "dev.oneloop.rx3.LoopScheduler");

  final String artifact;
  private final boolean present;

  Adapter(String artifact, String type) {
    this.artifact = artifact;
    present = exists(type);
  }

  private static boolean exists(String type) {
    try {
      Class.forName(type, false, Adapter.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false;
    }
  }

  boolean isPresent() {
    return present;
  }
}
