/** RxJava 3 on a loop. */
// RxJava's own name ends in its major version, and so does this one.
@SuppressWarnings("module")
module dev.oneloop.rx3 {
  requires transitive dev.oneloop;
  requires transitive io.reactivex.rxjava3;
  requires static transitive org.jspecify;

  exports dev.oneloop.rx3;
}
