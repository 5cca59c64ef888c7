package dev.oneloop.rx3;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The worker of a scheduler's direct tasks, on which all other workers hang.
 *
 * <p>Whatever is submitted to it from other threads, or creates a worker, replaces its newest node.
 * Next to an object that tasks look at, which one lies there being up to the collector, that took
 * 100 ns for a {@code subscribeOn} in most JVMs and 65 in others; so it gets two cache lines on
 * either side to itself.
 */
final class RootWorker extends LoopWorker {
  /** Two cache lines of 64 bytes, by the smallest size of a reference. */
  private static final int ROOM = 32;

  /** See {@link LoopWorker#newest()}: in the middle of the array. */
  private final AtomicReferenceArray<Link> newest = new AtomicReferenceArray<>(ROOM + 1 + ROOM);

  RootWorker(LoopScheduler scheduler) {
    super(scheduler);
    newest.set(ROOM, this);
  }

  @Override
  Link newest() {
    return newest.get(ROOM);
  }

  @Override
  boolean replaceNewest(Link seen, Link replacement) {
    return newest.compareAndSet(ROOM, seen, replacement);
  }

  @Override
  Link closeNewest() {
    return newest.getAndSet(ROOM, CLOSED);
  }

  @Override
  Object sourceOf(Object task) {
    return task;
  }
}
