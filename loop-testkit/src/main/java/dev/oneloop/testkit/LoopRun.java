package dev.oneloop.testkit;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.Registration;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.ForeignThreads;
import dev.oneloop.simulation.Trace;
import dev.oneloop.testkit.internal.StallWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * One run of a test on a simulated loop: makes the loop, notices what goes wrong on it, and in the
 * end says so.
 *
 * <p>Used by the test's thread. The loop's exception handler may be called by any.
 */
final class LoopRun implements AutoCloseable {
  /** How many runs a test that fails may take to be shrunk. */
  static final int TRIALS = 60;

  /** In real time, and only for a test that has failed already. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Schedule schedule;
  private final Thread maker = Thread.currentThread();
  private final SimulatedLoop loop;
  private final Registration stallWatch;

  /** Guarded by itself. */
  private final List<Reported> reported = new ArrayList<>();

  /** Why the run cannot go on, and who waits. Written on the loop, read by the test's thread. */
  private volatile @Nullable String stall;

  private Supplier<List<String>> others = List::of;

  /** Of a run that went well, to say where this one parts from it. */
  private @Nullable Trace reference;

  LoopRun(Schedule schedule, ForeignThreads foreignThreads) {
    this.schedule = schedule;
    loop =
        Loops.builder()
            .name("test")
            .exceptionHandler(this::record)
            .simulated(schedule.simulation().foreignThreads(foreignThreads).traced());
    // Where other threads may submit, a loop without work of its own may well wait for them.
    stallWatch =
        foreignThreads == ForeignThreads.FAIL ? StallWatch.on(loop, this::stalled) : () -> {};
  }

  SimulatedLoop loop() {
    return loop;
  }

  /** Has those be named, too, who wait without the loop's knowing them. Asked on the loop. */
  void awaits(Supplier<List<String>> others) {
    this.others = others;
  }

  /** Has the loop take the current thread for its own, as it takes the one that made it. */
  void adoptThread() {
    if (Thread.currentThread() != maker) {
      // A loop knows who drives it; this drive ends before it has begun.
      loop.stop();
      loop.poll();
    }
  }

  /** Has a failure say where this run parts from another one. */
  void compareWith(Trace other) {
    reference = other;
  }

  private void record(EventLoop reporter, LoopFailure failure) {
    synchronized (reported) {
      reported.add(new Reported(failure, Thread.currentThread().getName()));
      reported.notifyAll();
    }
  }

  private List<Reported> reported() {
    synchronized (reported) {
      return List.copyOf(reported);
    }
  }

  /** On the loop. */
  private void stalled() {
    awaitReport();
    stall =
        "Nothing is runnable, and nothing will be, at "
            + Trace.time(loop.clock().nanoTime())
            + ". "
            + waiters();
  }

  /**
   * Gives a thread that does not belong in the test the time to be refused: that says more than
   * that the test waits.
   */
  private void awaitReport() {
    long end = System.nanoTime() + GRACE_NANOS;
    synchronized (reported) {
      try {
        for (long left = GRACE_NANOS; reported.isEmpty() && left > 0; ) {
          TimeUnit.NANOSECONDS.timedWait(reported, left);
          left = end - System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private String waiters() {
    List<String> waiting = new ArrayList<>();
    try {
      waiting.addAll(loop.waiters());
      waiting.addAll(others.get());
    } catch (IllegalStateException driven) {
      return "Who waits is not known while another thread drives the loop.";
    }
    return waiting.isEmpty()
        ? "Nobody waits who is known to the loop: no timer, coroutine or future."
        : "Who waits:" + Lines.of(waiting);
  }

  /**
   * Stops the loop when an amount of real time has passed.
   *
   * @return keeps that from happening
   */
  Registration limit(Duration realTime) {
    Thread tester = Thread.currentThread();
    return RealTime.after(
        realTime,
        () -> {
          StackTraceElement[] stack = tester.getStackTrace();
          stall =
              "Not done after "
                  + realTime.toMillis()
                  + " ms of real time. The thread was at"
                  + Lines.of(List.of(stack));
          loop.stop();
        });
  }

  /**
   * What to throw for a failure of the test: the same, if there is nothing to say about it, else
   * one that says more.
   */
  Throwable explain(Throwable failure) {
    boolean fatal =
        failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    if (fatal || failure instanceof TestAbortedException) {
      return failure;
    }
    List<String> notes = new ArrayList<>();
    String stalled = stall;
    if (stalled != null) {
      notes.add(stalled);
    } else if (failure instanceof TimeoutException) {
      notes.add(waiters());
    }
    List<Reported> told = reported();
    if (!told.isEmpty()) {
      notes.add("Reported to the loop meanwhile:" + Lines.of(told));
    }
    Trace other = reference;
    if (other != null) {
      notes.add("Compared with the run in order: " + other.diff(loop.trace()).strip());
    }
    schedule.advice().ifPresent(notes::add);
    return notes.isEmpty() ? failure : explained(failure, notes, told);
  }

  private static AssertionFailedError explained(
      Throwable failure, List<String> notes, List<Reported> told) {
    String plain = failure instanceof AssertionError ? failure.getMessage() : failure.toString();
    String message = plain + "\n\n" + String.join("\n\n", notes);
    AssertionFailedError explained =
        failure instanceof AssertionFailedError known && known.isExpectedDefined()
            ? new AssertionFailedError(message, known.getExpected(), known.getActual(), failure)
            : new AssertionFailedError(message, failure);
    explained.setStackTrace(failure.getStackTrace());
    addAll(explained, told);
    return explained;
  }

  private static void addAll(AssertionFailedError error, List<Reported> told) {
    told.forEach(report -> error.addSuppressed(report.failure().throwable()));
  }

  /**
   * Checks, after a test that has passed, that it has left nothing behind.
   *
   * @throws AssertionFailedError if it has
   */
  void check(Set<Leftover> allowed) {
    List<String> findings = new ArrayList<>();
    List<String> tasks = Leftovers.tasks(loop);
    if (!allowed.contains(Leftover.TASKS) && !tasks.isEmpty()) {
      findings.add("Tasks that have not run:" + Lines.of(tasks));
    }
    long timers = loop.metrics().timers();
    if (!allowed.contains(Leftover.TIMERS) && timers > 0) {
      findings.add(
          timers + (timers == 1 ? " timer is" : " timers are") + " still set. " + waiters());
    }
    // Failures that nobody looks at are known in the turn after the one in which they happened.
    loop.poll();
    List<Reported> told = reported();
    if (!allowed.contains(Leftover.FAILURES) && !told.isEmpty()) {
      findings.add("Failures that nobody handled:" + Lines.of(told));
    }
    if (!findings.isEmpty()) {
      schedule.advice().ifPresent(findings::add);
      AssertionFailedError error =
          new AssertionFailedError(
              "The test has passed, but it has left something behind.\n\n"
                  + String.join("\n\n", findings));
      addAll(error, told);
      throw error;
    }
  }

  /** Closes the loop. What that cancels or refuses is no longer anybody's affair. */
  @Override
  public void close() {
    stallWatch.close();
    loop.close();
  }

  /** A failure, and where it came from. */
  private record Reported(LoopFailure failure, String thread) {
    @Override
    public String toString() {
      return failure.message() + ": " + failure.throwable() + OffLoop.hint(thread);
    }
  }
}
