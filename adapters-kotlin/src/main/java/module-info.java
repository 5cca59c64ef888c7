/** kotlinx.coroutines on a loop. */
module dev.oneloop.kotlin {
  requires transitive dev.oneloop;
  requires transitive kotlin.stdlib;
  requires transitive kotlinx.coroutines.core;

  exports dev.oneloop.kotlin;
}
