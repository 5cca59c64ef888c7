package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** How a loop ends, step by step, in virtual time. */
class ClosingTest {
  private final List<String> log = new ArrayList<>();
  private final VirtualClock clock = new VirtualClock();
  private final ManualLoop loop =
      Loops.builder().clock(clock).shutdownGrace(Duration.ofSeconds(2)).manual();

  @Test
  void withoutHooksTheLoopIsClosedWhenShutdownReturns() {
    loop.shutdown();
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    assertFalse(loop.isTerminated());
    loop.poll();
    assertTrue(loop.isTerminated());
  }

  @Test
  void theGraceOfAHooksGuardEndsWithItsTime() {
    loop.onShutdown(loop::acquireWorkGuard);
    loop.shutdown();
    loop.poll();
    loop.execute(() -> log.add("still accepted"));
    loop.poll();
    assertFalse(loop.isTerminated());
    clock.advanceBy(Duration.ofSeconds(2).minusNanos(1));
    loop.poll();
    assertFalse(loop.isTerminated());
    clock.advanceBy(Duration.ofNanos(1));
    loop.poll();
    loop.poll();
    assertTrue(loop.isTerminated());
    assertEquals(List.of("still accepted"), log);
  }

  @Test
  void theLoopHasNotTerminatedBeforeItsWaiterIsClosed() {
    List<Boolean> terminated = new ArrayList<>();
    ManualLoop[] own = new ManualLoop[1];
    own[0] =
        Loops.builder()
            .waiter(
                new Waiter() {
                  @Override
                  public void await(long deadline, LoopClock clock) {}

                  @Override
                  public void wakeup() {}

                  @Override
                  public void close() {
                    terminated.add(own[0].isTerminated());
                  }
                })
            .manual();
    own[0].close();
    assertEquals(List.of(false), terminated);
    assertTrue(own[0].isTerminated());
  }

  @Test
  void shutdownNowWaitsForNoGuard() {
    loop.onShutdown(loop::acquireWorkGuard);
    loop.onShutdown(() -> log.add("hook"));
    loop.shutdownNow();
    loop.poll();
    assertTrue(loop.isTerminated());
    assertEquals(List.of("hook"), log);
  }

  @Test
  void aHookThatAHookRegistersRunsAtOnce() {
    loop.onShutdown(() -> loop.onShutdown(() -> log.add("inner")));
    loop.onShutdown(() -> log.add("second"));
    loop.close();
    assertEquals(List.of("inner", "second"), log);
  }

  @Test
  void aGuardIsGivenBackOnceHoweverOftenItIsClosed() {
    WorkGuard first = loop.acquireWorkGuard();
    WorkGuard second = loop.acquireWorkGuard();
    first.close();
    first.close();
    loop.execute(loop::stop);
    loop.run();
    second.close();
    assertEquals(0, loop.run(), "returns, as no guard is left");
  }

  @Test
  void whatAnAbandonedLoopHoldsIsHandedBackByShutdownWithATime() throws Exception {
    ManualLoop other = Loops.builder().clock(clock).manual();
    List<String> settled = new ArrayList<>();
    other.execute(new Settled(settled));
    other.schedule(new Settled(settled), Duration.ofHours(1));
    assertTrue(other.shutdown(Duration.ofSeconds(1)), "a loop that nobody drives is driven here");
    assertEquals(List.of("ran", "rejected"), settled);
  }

  private static final class Settled extends LoopTimer {
    private final List<String> log;

    Settled(List<String> log) {
      this.log = log;
    }

    @Override
    public void run() {
      log.add("ran");
    }

    @Override
    protected void rejected(Throwable cause) {
      log.add("rejected");
    }
  }
}
