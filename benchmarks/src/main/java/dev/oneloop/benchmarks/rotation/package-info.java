/**
 * Runs the benchmarks with all peers in turn, a fraction of a second at a time: on a machine whose
 * speed changes from second to second, only what ran next to each other can be compared.
 */
@NullMarked
package dev.oneloop.benchmarks.rotation;

import org.jspecify.annotations.NullMarked;
