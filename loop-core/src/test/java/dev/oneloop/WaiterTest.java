package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaiterTest {
  static Stream<Waiter> waiters() {
    return Stream.of(
        Waiter.parking(),
        Waiter.spinning(Duration.ofNanos(1)),
        Waiter.spinning(Duration.ofDays(100_000)));
  }

  @ParameterizedTest
  @MethodSource("waiters")
  void wakeupBeforeTheSleepEndsIt(Waiter waiter) {
    waiter.wakeup();
    waiter.await(LoopClock.NEVER, LoopClock.system());
  }

  @ParameterizedTest
  @MethodSource("waiters")
  void interruptEndsTheSleepAndIsKept(Waiter waiter) {
    Thread.currentThread().interrupt();
    waiter.await(LoopClock.NEVER, LoopClock.system());
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @MethodSource("waiters")
  void wakeupEndsTheSleepOfALoop(Waiter waiter) throws Exception {
    try (ManagedLoop loop = Loops.builder().waiter(waiter).start()) {
      for (int i = 0; i < 100; i++) {
        CompletableFuture<Integer> ran = new CompletableFuture<>();
        int number = i;
        loop.execute(() -> ran.complete(number));
        assertEquals(i, ran.get(30, TimeUnit.SECONDS));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("waiters")
  void permitThatATaskHasUsedUpDoesNotLoseAWakeup(Waiter waiter) throws Exception {
    try (ManagedLoop loop = Loops.builder().waiter(waiter).start()) {
      CompletableFuture<Void> ran = new CompletableFuture<>();
      loop.execute(() -> {
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park();
      });
      loop.execute(() -> ran.complete(null));
      ran.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void spinningForNoTimeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Waiter.spinning(Duration.ZERO));
  }
}
