/** A JUnit extension and contract suites for loops, hosts and adapters. */
module dev.oneloop.testkit {
  requires transitive dev.oneloop;
  requires static transitive dev.oneloop.cf;
  requires static transitive dev.oneloop.kotlin;
  requires static transitive dev.oneloop.rx3;
  requires static transitive io.reactivex.rxjava3;
  requires static transitive kotlin.stdlib;
  requires static transitive kotlinx.coroutines.core;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires static transitive org.jspecify;

  exports dev.oneloop.testkit;
  exports dev.oneloop.testkit.explore;

  opens dev.oneloop.testkit to
      org.junit.platform.commons;
}
