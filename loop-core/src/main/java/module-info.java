/** The loop: tasks, time, turns and what drives them. */
module dev.oneloop {
  requires static transitive org.jspecify;

  exports dev.oneloop;
}
