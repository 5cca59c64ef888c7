/** {@code CompletableFuture} and {@code java.util.concurrent} on a loop. */
@NullMarked
package dev.oneloop.cf;

import org.jspecify.annotations.NullMarked;
