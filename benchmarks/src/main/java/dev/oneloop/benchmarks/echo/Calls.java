package dev.oneloop.benchmarks.echo;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** What a loop's calls cost: the same as {@code calls.py} does on Python's loops. */
final class Calls {
  private static final int BATCH = 1_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final ManagedLoop loop;
  private final LinkedBlockingQueue<Runnable> batches = new LinkedBlockingQueue<>();

  /** Confined to the loop. */
  private long ran;

  private final Runnable task = this::count;

  private Calls(ManagedLoop loop) {
    this.loop = loop;
  }

  private void count() {
    ran++;
  }

  /** A way to make so many calls; it is begun, and ends, on the loop. */
  private interface Batch {
    void begin(Runnable then);
  }

  /**
   * Prints for each row its name, how many calls were made, in how many seconds, and in how many
   * seconds of the process's CPU time. Arguments: {@code thread} or {@code selector}, the seconds
   * of warm-up, and of measurement.
   */
  public static void main(String[] args) {
    double warmUp = Double.parseDouble(args[1]);
    double seconds = Double.parseDouble(args[2]);
    try (ManagedLoop loop =
        args[0].equals("selector") ? Loops.selecting("calls") : Loops.start("calls")) {
      Calls calls = new Calls(loop);
      Thread submitter = new Thread(calls::submitBatches, "submitter");
      submitter.setDaemon(true);
      submitter.start();
      calls.row("inside", calls::inside, warmUp, seconds);
      calls.row("chain", calls::chain, warmUp, seconds);
      calls.row("outside", calls::outside, warmUp, seconds);
      calls.row("cancelled", calls::cancelled, warmUp, seconds);
      calls.row("fired", calls::fired, warmUp, seconds);
      loop.execute(() -> System.err.println(calls.ran + " tasks ran"));
    }
  }

  private void row(String name, Batch batch, double warmUp, double seconds) {
    run(batch, warmUp);
    long start = System.nanoTime();
    long cpu = cpuNanos();
    long count = run(batch, seconds);
    System.out.printf(
        Locale.ROOT,
        "%s %d %f %f%n",
        name,
        count,
        (System.nanoTime() - start) / 1e9,
        (cpuNanos() - cpu) / 1e9);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Runs batches one after the other for some time. */
  private long run(Batch batch, double seconds) {
    CompletableFuture<Long> finished = new CompletableFuture<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    Runnable then =
        new Runnable() {
          private long count;

          @Override
          public void run() {
            count += BATCH;
            if (System.nanoTime() - end < 0) {
              batch.begin(this);
            } else {
              finished.complete(count);
            }
          }
        };
    loop.execute(() -> batch.begin(then));
    return finished.join();
  }

  /** Each batch is submitted by one task on the loop. */
  private void inside(Runnable then) {
    for (int i = 1; i < BATCH; i++) {
      loop.execute(task);
    }
    loop.execute(then);
  }

  /** Each task submits the next one. */
  private void chain(Runnable then) {
    new Runnable() {
      private int left = BATCH;

      @Override
      public void run() {
        loop.execute(--left > 0 ? this : then);
      }
    }.run();
  }

  /** Another thread submits a batch when the one before has run. */
  private void outside(Runnable then) {
    batches.add(then);
  }

  private void submitBatches() {
    try {
      while (true) {
        Runnable then = batches.take();
        for (int i = 1; i < BATCH; i++) {
          loop.execute(task);
        }
        loop.execute(then);
      }
    } catch (InterruptedException e) {
      // Nobody does that; if so, it has been told to end.
    }
  }

  /** Timers that are cancelled at once. */
  private void cancelled(Runnable then) {
    for (int i = 0; i < BATCH; i++) {
      loop.schedule(task, MINUTE).cancel();
    }
    loop.execute(then);
  }

  /** Timers that fire after a millisecond. */
  private void fired(Runnable then) {
    for (int i = 1; i < BATCH; i++) {
      loop.schedule(task, MILLISECOND);
    }
    loop.schedule(then, MILLISECOND);
  }
}
