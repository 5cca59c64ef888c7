package dev.oneloop.cf;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopClock;
import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.Registration;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A loop that somebody wrote need not know of {@code LoopTask}, nor of how to cancel one. */
@SuppressWarnings("FutureReturnValueIgnored")
class BareLoopTest {
  private final SimulatedLoop driven = Loops.simulated();
  private final LoopExecutor executor = LoopExecutor.of(new BareLoop(driven));
  private final List<String> ran = new ArrayList<>();

  /** Wraps all that is submitted, so that the loop below takes it for a plain task. */
  private record BareLoop(SimulatedLoop loop) implements EventLoop {
    @Override
    public void execute(Runnable task) {
      loop.execute(() -> task.run());
    }

    @Override
    public TimerHandle scheduleAt(long deadlineNanos, Runnable task) {
      return loop.scheduleAt(deadlineNanos, () -> task.run());
    }

    @Override
    public LoopClock clock() {
      return loop.clock();
    }

    @Override
    public boolean inEventLoop() {
      return loop.inEventLoop();
    }

    @Override
    public void report(LoopFailure failure) {
      loop.report(failure);
    }

    @Override
    public boolean isShutdown() {
      return loop.isShutdown();
    }

    @Override
    public Registration onShutdown(Runnable hook) {
      return loop.onShutdown(hook);
    }
  }

  @Test
  void whatIsCancelledDoesNotRun() {
    List<Future<?>> futures =
        List.of(
            executor.supplyAsync(() -> ran.add("supplied")),
            executor.submit(() -> ran.add("submitted")),
            executor.schedule(() -> ran.add("scheduled"), 1, SECONDS),
            executor.delay(Duration.ofSeconds(1)).thenRun(() -> ran.add("delayed")));
    futures.forEach(future -> future.cancel(true));
    driven.advanceBy(Duration.ofSeconds(2));
    assertEquals(List.of(), ran);
  }

  @Test
  void whatShutdownNowReturnsDoesNotRun() {
    Runnable plain = () -> ran.add("plain");
    executor.execute(plain);
    LoopFuture<Boolean> supplied = executor.supplyAsync(() -> ran.add("supplied"));
    Future<?> scheduled = executor.schedule(() -> ran.add("scheduled"), 1, SECONDS);
    List<Runnable> left = executor.shutdownNow();
    assertEquals(3, left.size());
    assertSame(plain, left.get(0));
    assertSame(scheduled, left.get(2));
    assertTrue(supplied.isCompletedExceptionally());
    assertTrue(executor.isTerminated());
    driven.advanceBy(Duration.ofSeconds(2));
    assertEquals(List.of(), ran);
  }

  @Test
  void timersLeaveTheirFuturesAlone() {
    LoopFuture<Integer> completed =
        executor.<Integer>incompleteFuture().orTimeout(1, SECONDS).completeOnTimeout(2, 1, SECONDS);
    completed.complete(1);
    LoopFuture<Integer> late =
        executor.<Integer>incompleteFuture().completeOnTimeout(2, 1, SECONDS);
    driven.advanceBy(Duration.ofSeconds(2));
    assertEquals(1, completed.join());
    assertEquals(2, late.join());
  }
}
