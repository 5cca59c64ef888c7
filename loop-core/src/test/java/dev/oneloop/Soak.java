package dev.oneloop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Three producers submit numbered tasks to a loop with a thread of its own, with random gaps, so
 * that the loop parks and is woken all the time. Nothing but a wake-up ends its sleep: a lost one
 * hangs.
 *
 * <p>Fails unless every task has run, once, in the order of its producer.
 */
final class Soak {
  private static final int PRODUCERS = 3;

  private final ManagedLoop loop;
  private final long tasksOfEach;

  /** How many tasks of each producer have run. Confined to the loop. */
  private final long[] seen = new long[PRODUCERS];

  /** The first thing that went wrong. Confined to the loop. */
  private String fault = "";

  Soak(ManagedLoop loop, long tasksOfEach) {
    this.loop = loop;
    this.tasksOfEach = tasksOfEach;
  }

  /** Runs to the end, and returns what the loop has counted. */
  LoopMetrics run() throws InterruptedException {
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      int producer = i;
      Thread thread = new Thread(() -> produce(producer), "producer-" + i);
      thread.setDaemon(true);
      thread.start();
      producers.add(thread);
    }
    for (Thread producer : producers) {
      producer.join();
    }
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(done::countDown);
    done.await();
    loop.close();
    for (int i = 0; i < PRODUCERS; i++) {
      if (seen[i] != tasksOfEach) {
        fault += " producer " + i + ": " + seen[i] + " of " + tasksOfEach + " tasks ran.";
      }
    }
    if (!fault.isEmpty()) {
      throw new AssertionError(fault);
    }
    return loop.metrics();
  }

  private void produce(int producer) {
    Random random = new Random(producer);
    for (long number = 0; number < tasksOfEach; ) {
      // A burst, then a gap: mostly none, at times long enough for the loop to fall asleep.
      for (int burst = random.nextInt(64); burst >= 0 && number < tasksOfEach; burst--) {
        submit(producer, number++);
      }
      int gap = random.nextInt(100);
      if (gap < 10) {
        LockSupport.parkNanos(random.nextInt(20_000));
      } else {
        for (int i = gap; i > 0; i--) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private void submit(int producer, long number) {
    if (number % 3 == 0) {
      loop.execute(() -> ran(producer, number));
    } else {
      loop.execute(
          new LoopTask() {
            @Override
            public void run() {
              ran(producer, number);
            }
          });
    }
  }

  private void ran(int producer, long number) {
    if (seen[producer] != number && fault.isEmpty()) {
      fault =
          "Producer " + producer + ": task " + number + " ran instead of " + seen[producer] + ".";
    }
    seen[producer]++;
  }

  /** The long run: {@code [tasks of each producer]}, on every waiter. */
  public static void main(String[] args) throws InterruptedException {
    long each = args.length > 0 ? Long.parseLong(args[0]) : 4_000_000;
    System.out.println("parked   " + new Soak(Loops.start("parked"), each).run());
    System.out.println("selector " + new Soak(Loops.selecting("selecting"), each).run());
  }
}
