package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopBuilder;
import dev.oneloop.LoopHost;
import dev.oneloop.Loops;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A loop on a {@link FakeHost} that the test's thread drives. */
abstract class FakeHostFixture extends HostContract {
  /** Beyond lies what a test schedules for it not to run. */
  private static final Duration SOON = Duration.ofMinutes(1);

  final FakeHost fake = new FakeHost();

  @Override
  protected LoopHost newHost() {
    return fake;
  }

  @Override
  protected LoopBuilder newBuilder() {
    return Loops.builder().clock(fake.clock());
  }

  @Override
  protected void await(CountDownLatch done) {
    driveUntil(() -> done.getCount() == 0);
  }

  @Override
  protected void close(EventLoop ended) {
    managed().shutdown();
    driveUntil(managed()::isTerminated);
  }

  @SuppressWarnings("ThreadPriorityCheck") // other threads have something to do
  private void driveUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      Duration next = fake.untilNextTimer();
      if (!fake.runNext()) {
        if (next != null && next.compareTo(SOON) < 0) {
          fake.advanceBy(next);
        } else {
          Thread.yield();
        }
      }
      assertTrue(System.nanoTime() - end < 0, "still driving");
    }
  }

  /** The host's nested loop is the test running the host's events from inside a task. */
  final class Dialog implements NestedHostLoop {
    private boolean over;

    @Override
    public void enter() {
      for (int i = 0; !over; i++) {
        if (!fake.runNext()) {
          fake.advanceBy(Duration.ofMillis(1));
        }
        assertTrue(i < 100_000, "nobody ends the dialog");
      }
    }

    @Override
    public void exit() {
      over = true;
    }
  }
}
