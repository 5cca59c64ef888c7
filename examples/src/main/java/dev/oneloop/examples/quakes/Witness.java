package dev.oneloop.examples.quakes;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches who touches the shared state, and whether two ever do at once.
 *
 * <p>It only observes: nobody is kept waiting, so a program without a single loop under it is
 * caught.
 */
final class Witness {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger overlaps = new AtomicInteger();

  /** Runs something that touches the state. */
  void watch(Runnable access) {
    if (inside.getAndIncrement() != 0) {
      overlaps.getAndIncrement();
    }
    threads.add(Thread.currentThread());
    try {
      access.run();
    } finally {
      inside.getAndDecrement();
    }
  }

  /** How many threads there were; two that bear the same name count as two. */
  int threads() {
    return threads.size();
  }

  Set<String> threadNames() {
    Set<String> names = new TreeSet<>();
    threads.forEach(thread -> names.add(thread.getName()));
    return names;
  }

  /** How often the state was touched while it was being touched already. */
  int overlaps() {
    return overlaps.get();
  }
}
