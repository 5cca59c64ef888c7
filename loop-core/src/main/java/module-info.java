/** The loop: tasks, time, turns and what drives them. */
module dev.oneloop {
  requires static transitive org.jspecify;

  // Each needed by one class of dev.oneloop.diagnostics, by nobody who does not use that.
  requires static java.management;
  requires static jdk.jfr;

  exports dev.oneloop;
  exports dev.oneloop.diagnostics;
  exports dev.oneloop.simulation;
}
