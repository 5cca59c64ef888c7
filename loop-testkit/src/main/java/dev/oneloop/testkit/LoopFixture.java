package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.LoopFailure;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** A loop for each test: how it is made, driven and closed, and what was reported to it. */
abstract class LoopFixture {
  /** Nothing takes this long, save on a machine that is about to fail the test anyway. */
  static final long PATIENCE_SECONDS = 60;

  /** Guarded by itself. */
  private final List<LoopFailure> failures = new ArrayList<>();

  /** Whether the loop's exception handler throws what it is given. */
  volatile boolean handlerThrows;

  EventLoop loop;

  /**
   * Makes the loop under test, ready for use.
   *
   * @param handler where the loop is to report failures
   */
  protected abstract EventLoop newLoop(LoopExceptionHandler handler) throws Exception;

  /**
   * Waits for tasks of the loop. A loop that somebody drives need not override this; one that is
   * driven by its caller is driven here, by the test's thread, until the latch is open.
   */
  protected void await(CountDownLatch done) throws Exception {
    awaitDriven(done, loop);
  }

  /** Waits for something that somebody else drives. */
  static void awaitDriven(CountDownLatch done, Object driven) throws InterruptedException {
    if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      fail("Still waiting after " + PATIENCE_SECONDS + " s for " + driven);
    }
  }

  /**
   * Closes the loop and returns when it has ended. Called by the test's thread, more than once.
   *
   * <p>The standard calls {@code close()} of a loop that is {@link AutoCloseable}.
   */
  protected void close(EventLoop ended) throws Exception {
    if (ended instanceof AutoCloseable closeable) {
      closeable.close();
    } else {
      fail("Override close(EventLoop): do not know how to close " + ended);
    }
  }

  @BeforeEach
  final void makeLoop() throws Exception {
    loop = newLoop(this::record);
  }

  @AfterEach
  final void closeLoop() throws Exception {
    close(loop);
    assertEquals(List.of(), takeFailures(), "failures that the test did not expect");
  }

  private void record(EventLoop reporter, LoopFailure failure) {
    synchronized (failures) {
      failures.add(failure);
    }
    if (handlerThrows) {
      throw new IllegalStateException("The handler throws, as the test asked");
    }
  }

  /** What was reported since the last call. */
  final List<LoopFailure> takeFailures() {
    synchronized (failures) {
      List<LoopFailure> taken = List.copyOf(failures);
      failures.clear();
      return taken;
    }
  }

  final long now() {
    return loop.clock().nanoTime();
  }

  /** Waits until everything that was submitted before has run. */
  final void awaitAllSubmitted() throws Exception {
    CountDownLatch last = new CountDownLatch(1);
    loop.execute(last::countDown);
    await(last);
  }

  /** Runs the loop, or lets it run, until a condition holds. */
  final void awaitUntil(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "still waiting");
      awaitAllSubmitted();
    }
  }

  /** Runs something in a task of the loop, and throws here what it throws there. */
  final void onLoop(Executable body) throws Exception {
    Outcome outcome = new Outcome(1);
    loop.execute(() -> outcome.run(body));
    await(outcome.done);
    outcome.rethrow();
  }

  /** Runs each body on a thread of its own, and meanwhile waits as {@link #await} does. */
  final void inParallel(Executable... bodies) throws Exception {
    Outcome outcome = start(bodies);
    await(outcome.done);
    outcome.rethrow();
  }

  /** Runs something on another thread, while this one, which may be the loop's, just waits. */
  static void onOtherThread(Executable body) throws Exception {
    Outcome outcome = start(body);
    assertTrue(outcome.done.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "other thread hangs");
    outcome.rethrow();
  }

  static Outcome start(Executable... bodies) {
    Outcome outcome = new Outcome(bodies.length);
    for (Executable body : bodies) {
      Thread thread = new Thread(() -> outcome.run(body), "contract-test");
      thread.setDaemon(true);
      thread.start();
    }
    return outcome;
  }

  /** Waits until the garbage collector has found that nothing refers to something. */
  static void assertCollected(WeakReference<?> reference) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (reference.get() != null) {
      assertTrue(System.nanoTime() - end < 0, "is still referred to: " + reference.get());
      System.gc();
      Thread.onSpinWait();
    }
  }

  /** What some threads came to. */
  static final class Outcome {
    final CountDownLatch done;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Outcome(int threads) {
      done = new CountDownLatch(threads);
    }

    void run(Executable body) {
      try {
        body.execute();
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      } finally {
        done.countDown();
      }
    }

    void rethrow() {
      Throwable e = failure.get();
      if (e != null) {
        throw new AssertionError("On another thread: " + e, e);
      }
    }
  }
}
