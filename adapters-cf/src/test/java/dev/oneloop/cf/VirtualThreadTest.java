package dev.oneloop.cf;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** A virtual thread is not the loop's thread, whatever carries it, and may wait for the loop. */
@EnabledForJreRange(minVersion = 21)
class VirtualThreadTest {
  private final ManagedLoop loop = Loops.start("platform");
  private final LoopExecutor executor = LoopExecutor.of(loop);

  @AfterEach
  void close() {
    loop.close();
  }

  /** Runs something in a virtual thread; by reflection, since this compiles for 17. */
  private static Thread inVirtualThread(Runnable body) throws ReflectiveOperationException {
    return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
  }

  @Test
  void itsCallsGoToTheLoopAndAreNotTakenForTheLoops() throws Exception {
    FutureTask<Integer> body =
        new FutureTask<>(() -> {
          assertFalse(loop.inEventLoop());
          Thread here = Thread.currentThread();
          CompletableFuture<Thread> pinned = new CompletableFuture<>();
          executor.pinned().execute(() -> pinned.complete(Thread.currentThread()));
          assertNotSame(here, pinned.get(30, SECONDS));
          LoopFuture<Thread> stage =
              executor.completedFuture(1).thenApply(x -> Thread.currentThread());
          assertEquals(pinned.join(), stage.get(30, SECONDS));
          return executor.supplyAsync(() -> loop.inEventLoop() ? 1 : 0).join();
        });
    inVirtualThread(body);
    assertEquals(1, body.get(30, SECONDS));
  }

  @Test
  void itIsReleasedWhenTheLoopClosesWhileItWaits() throws Exception {
    LoopFuture<Integer> stage = executor.<Integer>incompleteFuture().thenApply(x -> x);
    CountDownLatch waits = new CountDownLatch(1);
    FutureTask<Throwable> body =
        new FutureTask<>(() -> {
          waits.countDown();
          return assertThrows(CompletionException.class, stage::join).getCause();
        });
    Thread waiting = inVirtualThread(body);
    assertTrue(waits.await(30, SECONDS));
    loop.close();
    assertInstanceOf(RejectedExecutionException.class, body.get(30, SECONDS));
    waiting.join();
  }

  @Test
  void itMayDriveALoopAndThenWhatItRunsIsOnTheLoop() throws Exception {
    ManualLoop driven = Loops.manual();
    LoopExecutor own = LoopExecutor.of(driven);
    FutureTask<Boolean> body =
        new FutureTask<>(() -> {
          LoopFuture<Boolean> stage = own.supplyAsync(() -> 1).thenApply(x -> driven.inEventLoop());
          driven.runUntilIdle();
          return stage.join();
        });
    inVirtualThread(body);
    assertTrue(body.get(30, SECONDS));
  }
}
