/**
 * Whole programs side by side, each in a process of its own: an echo server on a loop, on Netty and
 * on Python's loops, and the calls of Python's loops beside ours.
 *
 * <p>What is measured is what the process did in a second, and in a second of its CPU time, all its
 * threads included.
 */
@NullMarked
package dev.oneloop.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
