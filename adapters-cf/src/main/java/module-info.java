/** {@code CompletableFuture} and {@code java.util.concurrent} on a loop. */
module dev.oneloop.cf {
  requires transitive dev.oneloop;
  requires static transitive org.jspecify;

  exports dev.oneloop.cf;
}
