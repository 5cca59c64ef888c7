package dev.oneloop;

/**
 * Counters of a loop. Read on the loop, or while it is at rest, they are exact; read from another
 * thread while it runs, each is a recent value.
 *
 * @param pendingTasks tasks that are ready and have neither started nor been cancelled
 * @param timers timers that are neither due nor cancelled
 * @param tasksRun tasks that have started, timers included
 * @param timersRun timers that have started
 * @param turns turns that have run
 * @param wakeups how often a sleeping loop was woken, or a pump posted to its host
 * @param failures how many tasks have thrown
 */
public record LoopMetrics(
    long pendingTasks,
    long timers,
    long tasksRun,
    long timersRun,
    long turns,
    long wakeups,
    long failures) {}
