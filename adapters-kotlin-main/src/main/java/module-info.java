/** A loop as {@code Dispatchers.Main}. */
module dev.oneloop.kotlin.main {
  requires transitive dev.oneloop;
  requires dev.oneloop.kotlin;
  requires transitive kotlin.stdlib;
  requires kotlinx.coroutines.core;

  exports dev.oneloop.kotlin.main;

  provides kotlinx.coroutines.internal.MainDispatcherFactory with
      dev.oneloop.kotlin.main.LoopMainFactory;
}
