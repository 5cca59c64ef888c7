package dev.oneloop.cf;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that submit while another one shuts the executor down. */
@SuppressWarnings("FutureReturnValueIgnored")
class ShutdownRaceTest {
  private static final int ROUNDS = 300;
  private static final int TASKS = 100;
  private static final int SUBMITTERS = 2;

  private final ManagedLoop loop = Loops.start("raced");

  @AfterEach
  void close() {
    loop.close();
  }

  /**
   * One thread's submissions: by turns without delay, with one, with a future, and as a loop
   * future.
   */
  private static int submitAll(LoopExecutor executor, AtomicInteger ran) {
    int rejected = 0;
    for (int i = 0; i < TASKS; i++) {
      try {
        switch (i % 4) {
          case 0 -> executor.execute(ran::incrementAndGet);
          case 1 -> executor.schedule(ran::incrementAndGet, 1, NANOSECONDS);
          case 2 -> executor.submit((Runnable) ran::incrementAndGet);
          default -> executor.supplyAsync(ran::incrementAndGet);
        }
      } catch (RejectedExecutionException e) {
        rejected++;
      }
    }
    return rejected;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyTaskRunsOrIsReturnedOrIsRejected(boolean now) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      LoopExecutor executor = LoopExecutor.builder(loop).build();
      AtomicInteger ran = new AtomicInteger();
      AtomicInteger rejected = new AtomicInteger();
      CyclicBarrier start = new CyclicBarrier(SUBMITTERS + 1);
      CountDownLatch submitted = new CountDownLatch(SUBMITTERS);
      List<Thread> submitters = new ArrayList<>();
      for (int i = 0; i < SUBMITTERS; i++) {
        Thread submitter =
            new Thread(
                () -> {
                  try {
                    start.await(30, SECONDS);
                    rejected.addAndGet(submitAll(executor, ran));
                    submitted.countDown();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                },
                "submitter " + i);
        submitters.add(submitter);
        submitter.start();
      }
      start.await(30, SECONDS);
      int returned = 0;
      if (now) {
        returned = executor.shutdownNow().size();
      } else {
        executor.shutdown();
      }
      assertTrue(executor.awaitTermination(30, SECONDS));
      int ranByTheEnd = ran.get();
      assertTrue(submitted.await(30, SECONDS));
      for (Thread submitter : submitters) {
        submitter.join();
      }
      // What the loop still finds in its queue must be nothing but shells.
      CountDownLatch turn = new CountDownLatch(1);
      loop.execute(turn::countDown);
      assertTrue(turn.await(30, SECONDS));
      assertEquals(ranByTheEnd, ran.get(), "ran after the end");
      assertEquals(SUBMITTERS * TASKS, ran.get() + returned + rejected.get());
      assertTrue(executor.isTerminated());
      assertFalse(loop.isShutdown());
    }
  }
}
