package dev.oneloop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a great many tasks and cancels a great many timers, and looks whether the heap has grown.
 */
final class Leak {
  /** What may be left: less than a byte for each ten tasks of the shortest run. */
  private static final long SLACK = 2_000_000;

  private static final int BATCH = 10_000;

  private final long tasks;
  private final long timers;

  Leak(long tasks, long timers) {
    this.tasks = tasks;
    this.timers = timers;
  }

  /** Returns by how many bytes the heap has grown; fails if that is too much. */
  long run() throws InterruptedException {
    try (ManagedLoop loop = Loops.start("leak")) {
      // Once for what stays for good: classes, arrays that have grown to their size.
      work(loop, 10L * BATCH, 10L * BATCH);
      long before = usedHeap();
      work(loop, tasks, timers);
      long grown = usedHeap() - before;
      LoopMetrics metrics = loop.metrics();
      if (grown > SLACK || metrics.timers() != 0 || metrics.pendingTasks() != 0) {
        throw new AssertionError("The heap has grown by " + grown + " bytes: " + metrics);
      }
      return grown;
    }
  }

  private static void work(ManagedLoop loop, long tasks, long timers) throws InterruptedException {
    for (long done = 0; done < tasks; done += BATCH) {
      for (int i = 0; i < BATCH; i++) {
        loop.execute(() -> {});
      }
      awaitAll(loop);
    }
    for (long done = 0; done < timers; done += BATCH) {
      CountDownLatch inside = new CountDownLatch(1);
      loop.execute(() -> {
        for (int i = 0; i < BATCH / 2; i++) {
          loop.schedule(() -> {}, Duration.ofHours(1)).cancel();
        }
        inside.countDown();
      });
      for (int i = 0; i < BATCH / 2; i++) {
        loop.schedule(() -> {}, Duration.ofHours(1)).cancel();
      }
      inside.await();
    }
    awaitAll(loop);
  }

  private static void awaitAll(ManagedLoop loop) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(done::countDown);
    done.await();
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    // The collector may take more than one turn to find everything.
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  /** The long run: {@code [tasks] [cancelled timers]}. */
  public static void main(String[] args) throws InterruptedException {
    long tasks = args.length > 0 ? Long.parseLong(args[0]) : 100_000_000;
    long timers = args.length > 1 ? Long.parseLong(args[1]) : 10_000_000;
    long grown = new Leak(tasks, timers).run();
    System.out.println(tasks + " tasks, " + timers + " cancelled timers: " + grown + " bytes more");
  }
}
