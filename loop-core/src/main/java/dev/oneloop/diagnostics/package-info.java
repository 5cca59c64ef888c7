/**
 * What a loop does and where it hangs, without an agent: slow tasks, stuck loops, flight
 * recordings, traces.
 *
 * <p>All of them are {@linkplain dev.oneloop.LoopListener listeners}: given to {@link
 * dev.oneloop.LoopBuilder#listener}, or to a running loop by {@link
 * dev.oneloop.ManagedLoop#addListener}. A loop that has none pays nothing. They go by real time,
 * whatever the loop's clock.
 */
@NullMarked
package dev.oneloop.diagnostics;

import org.jspecify.annotations.NullMarked;
