package dev.oneloop.cf;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interrupts of the loop's thread reach the task they are meant for, and no other. */
@SuppressWarnings("FutureReturnValueIgnored")
class InterruptTest {
  private final ManagedLoop loop = Loops.start("interrupted");
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch forEver = new CountDownLatch(1);

  @AfterEach
  void close() {
    forEver.countDown();
    loop.close();
  }

  private void waitForEver() {
    started.countDown();
    try {
      forEver.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      // As code does that wants its caller to know.
      Thread.currentThread().interrupt();
    }
  }

  private LoopExecutor interrupting() {
    return LoopExecutor.builder(loop).interruptOnCancel(true).build();
  }

  @Test
  void cancelInterruptsItsTaskOnly() throws Exception {
    LoopExecutor executor = interrupting();
    Future<?> running = executor.submit(this::waitForEver);
    Future<Boolean> next = executor.submit(() -> Thread.currentThread().isInterrupted());
    assertTrue(started.await(30, SECONDS));
    assertTrue(running.cancel(true));
    assertTrue(interrupted.await(30, SECONDS));
    assertFalse(next.get(30, SECONDS));
  }

  @Test
  void shutdownNowInterruptsTheRunningTask() throws Exception {
    LoopExecutor executor = interrupting();
    executor.execute(this::waitForEver);
    assertTrue(started.await(30, SECONDS));
    executor.shutdownNow();
    assertTrue(interrupted.await(30, SECONDS));
    assertTrue(executor.awaitTermination(30, SECONDS));
    assertFalse(
        LoopExecutor.of(loop)
            .submit(() -> Thread.currentThread().isInterrupted())
            .get(30, SECONDS));
  }

  @Test
  void closeWaitsAndAnInterruptTurnsItIntoShutdownNow() throws Exception {
    LoopExecutor executor = interrupting();
    executor.execute(this::waitForEver);
    assertTrue(started.await(30, SECONDS));
    Thread closing =
        new Thread(() -> {
          executor.close();
          assertTrue(Thread.currentThread().isInterrupted());
        });
    closing.start();
    closing.interrupt();
    closing.join();
    assertTrue(executor.isTerminated());
    assertTrue(interrupted.await(30, SECONDS));
  }

  @Test
  void withoutTheOptionNothingIsInterrupted() throws Exception {
    LoopExecutor executor = LoopExecutor.of(loop);
    Future<?> running = executor.submit(this::waitForEver);
    assertTrue(started.await(30, SECONDS));
    assertTrue(running.cancel(true));
    executor.shutdownNow();
    assertFalse(executor.isTerminated());
    forEver.countDown();
    assertTrue(executor.awaitTermination(30, SECONDS));
    assertTrue(interrupted.getCount() == 1);
  }

  @Test
  void invokeAllAndInvokeAnyCancelWhatIsLateOrNotNeeded() throws Exception {
    LoopExecutor executor = interrupting();
    Callable<Integer> late =
        () -> {
          waitForEver();
          return 1;
        };
    List<Future<Integer>> all = executor.invokeAll(List.of(() -> 7, late, late), 1, SECONDS);
    assertTrue(all.get(0).get() == 7);
    assertTrue(all.get(1).isCancelled());
    assertTrue(all.get(2).isCancelled());
    assertTrue(executor.invokeAny(List.of(() -> 8, late)) == 8);
    assertThrows(TimeoutException.class, () -> executor.invokeAny(List.of(late), 1, SECONDS));
    assertTrue(executor.invokeAll(List.of(() -> 1, () -> 2)).stream().allMatch(Future::isDone));
    assertFalse(executor.submit(() -> Thread.currentThread().isInterrupted()).get(30, SECONDS));
  }
}
