package dev.oneloop.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oneloop.LoopFailure;
import dev.oneloop.LoopHost;
import dev.oneloop.LoopTimer;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.testkit.HostContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;

/**
 * Everything a host must show on the real thing: the contract, the adapters, and its end. The run
 * loop is started once, because some toolkits start only once in a JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
abstract class RealHostTest {
  private static final long PATIENCE_SECONDS = 60;

  @SuppressWarnings("NullAway.Init") // before all tests, or there are none
  private LoopHost host;

  @SuppressWarnings("NullAway.Init") // by those that start one
  private Thread thread;

  private boolean started;
  private boolean stopped;

  /**
   * Starts the run loop.
   *
   * @throws Error if the toolkit is not there
   */
  abstract LoopHost startHost() throws Exception;

  /**
   * Ends the run loop for good.
   *
   * @return false if it cannot end while the JVM lives
   */
  abstract boolean stopHost() throws Exception;

  HostContract.@Nullable NestedHostLoop newNestedLoop() {
    return null;
  }

  /** Starts a thread that makes the host and runs its loop. */
  final LoopHost startThread(Callable<? extends LoopHost> make, Runnable run) throws Exception {
    CompletableFuture<LoopHost> made = new CompletableFuture<>();
    thread =
        new Thread(
            () -> {
              try {
                made.complete(make.call());
              } catch (Throwable e) {
                made.completeExceptionally(e);
                return;
              }
              run.run();
            },
            "host");
    thread.setDaemon(true);
    thread.start();
    try {
      return made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  final void joinThread() throws InterruptedException {
    thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertFalse(thread.isAlive(), "The host's thread does not end");
  }

  @BeforeAll
  void startOrSkip() throws Exception {
    try {
      host = startHost();
      started = true;
    } catch (Error missing) {
      if (System.getenv("CI") != null) {
        throw missing;
      }
      abort("The toolkit, or a display for it, is not there (see docs/hosts.md): " + missing);
    }
  }

  @AfterAll
  void stop() throws Exception {
    if (started && !stopped) {
      stopHost();
    }
  }

  @Nested
  @Order(1)
  class Contract extends HostContract {
    @Override
    protected LoopHost newHost() {
      return host;
    }

    @Override
    protected @Nullable NestedHostLoop newNestedLoop() {
      return RealHostTest.this.newNestedLoop();
    }
  }

  @Nested
  @Order(2)
  class Adapters extends AdaptersOnHost {
    @Override
    public LoopHost getHost() {
      return host;
    }
  }

  @Nested
  @Order(3)
  class End {
    @Test
    void whatAHostLeavesBehindIsSettled() throws Exception {
      List<LoopFailure> failures = new CopyOnWriteArrayList<>();
      ManagedLoop loop =
          Loops.builder().exceptionHandler((from, failure) -> failures.add(failure)).on(host);
      HandedBack timer = new HandedBack();
      HandedBack task = new HandedBack();
      CountDownLatch filed = new CountDownLatch(1);
      loop.schedule(timer, Duration.ofHours(1));
      // By the host's thread, or this one might still post a pump when the task has run already:
      // the host would drop it, and the loop wait for it.
      host.execute(() -> loop.execute(filed::countDown));
      assertTrue(filed.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
      stopped = stopHost();
      assumeTrue(stopped, "This host cannot end while the JVM lives");

      loop.execute(task);
      assertTrue(
          failures.stream().anyMatch(f -> f.throwable() instanceof RejectedExecutionException),
          () -> "The loop does not say that its host is gone: " + failures);
      assertFalse(loop.shutdown(Duration.ofMillis(10)));

      assertTrue(loop.isTerminated());
      assertEquals(1, timer.rejections);
      assertEquals(1, task.rejections);
      assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    }
  }

  private static final class HandedBack extends LoopTimer {
    int rejections;

    @Override
    public void run() {
      throw new AssertionError("Nobody should have run this");
    }

    @Override
    protected void rejected(Throwable cause) {
      rejections++;
    }
  }
}
