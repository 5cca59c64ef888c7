/** A week of earthquakes, replayed through one loop by coroutines, futures and RxJava at once. */
@NullMarked
package dev.oneloop.examples.quakes;

import org.jspecify.annotations.NullMarked;
