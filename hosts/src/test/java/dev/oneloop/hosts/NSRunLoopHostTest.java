package dev.oneloop.hosts;

import static dev.oneloop.hosts.ObjectiveC.inPool;
import static dev.oneloop.hosts.ObjectiveC.send;
import static dev.oneloop.hosts.ObjectiveC.string;
import static dev.oneloop.hosts.ObjectiveC.type;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NSRunLoopHostTest extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private NSRunLoopHost host;

  @Override
  LoopHost startHost() throws Exception {
    return startThread(
        () -> {
          host = new NSRunLoopHost();
          return host;
        },
        () -> host.run());
  }

  private static void step() {
    inPool(() ->
        send(
            send(type("NSRunLoop"), "currentRunLoop"),
            "runMode:beforeDate:",
            string("NSModalPanelRunLoopMode"),
            send(type("NSDate"), "distantFuture")));
  }

  @Override
  boolean stopHost() throws Exception {
    host.close();
    joinThread();
    return true;
  }

  /** A run loop that falls asleep in between would not see that nothing is left to wait for. */
  @Test
  void aRunLoopReturnsWheneverItsHostIsClosed() throws Exception {
    for (int i = 0; i < 300; i++) {
      CompletableFuture<NSRunLoopHost> made = new CompletableFuture<>();
      Thread runner =
          new Thread(() -> {
            NSRunLoopHost each = new NSRunLoopHost();
            made.complete(each);
            each.run();
          });
      runner.setDaemon(true);
      runner.start();
      NSRunLoopHost each = made.get();
      CountDownLatch awake = new CountDownLatch(1);
      each.execute(awake::countDown);
      awake.await();
      each.close();
      runner.join(60_000);
      assertFalse(runner.isAlive(), "The run loop sleeps");
    }
  }

  @Test
  void aHostIsClosedWhenAWakeFindsItsThreadEnded() throws Exception {
    AtomicReference<NSRunLoopHost> made = new AtomicReference<>();
    Thread maker = new Thread(() -> made.set(new NSRunLoopHost()));
    maker.start();
    maker.join();

    NSRunLoopHost orphan = made.get();
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          while (accepts(orphan)) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void aClosedHostIsNotKeptForTheTimeThatItAskedFor() throws Exception {
    AtomicReference<WeakReference<NSRunLoopHost>> closed = new AtomicReference<>();
    Thread runner =
        new Thread(() -> {
          NSRunLoopHost each = new NSRunLoopHost();
          closed.set(new WeakReference<>(each));
          each.executeAfter(() -> {}, Duration.ofHours(1).toNanos());
          each.close();
          each.run();
        });
    runner.setDaemon(true);
    runner.start();
    runner.join(60_000);
    assertFalse(runner.isAlive(), "The run loop sleeps");
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          while (closed.get().get() != null) {
            System.gc();
          }
        });
  }

  private static boolean accepts(LoopHost host) {
    try {
      host.execute(() -> {});
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** As a modal panel runs it. */
  @Override
  NestedHostLoop newNestedLoop() {
    return new FlaggedLoop(NSRunLoopHostTest::step);
  }
}
