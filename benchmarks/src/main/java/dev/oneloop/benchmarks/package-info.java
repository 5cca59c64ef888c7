/**
 * The same work on a loop and on its peers, side by side.
 *
 * <p>Each benchmark class is a row of the table, or a few; {@link dev.oneloop.benchmarks.Peer}
 * lists who takes part. Every peer gets the same tasks, threads and waiting.
 *
 * <p>Not null-marked: JMH fills the fields of its states where no analyser sees it.
 */
package dev.oneloop.benchmarks;
