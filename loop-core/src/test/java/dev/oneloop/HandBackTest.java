package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a loop that shuts down does with what it holds. */
class HandBackTest {
  private final List<String> events = new ArrayList<>();
  private final List<LoopFailure> failures = new ArrayList<>();

  private ManualLoop loop(LoopBuilder builder) {
    return builder.exceptionHandler((l, failure) -> failures.add(failure)).manual();
  }

  /** Takes back one task, and no other. */
  private record Owner(Runnable owned, List<String> events) implements TaskOwner {
    @Override
    public boolean takeBack(Runnable task, Throwable cause) {
      if (task != owned) {
        return false;
      }
      events.add("taken back");
      return true;
    }
  }

  @Test
  void plainTaskIsOfferedToItsOwner() {
    takesBack(loop(Loops.builder()));
  }

  @Test
  void plainTaskInAnEnvelopeIsOfferedToItsOwner() {
    takesBack(loop(Loops.builder().maxPending(10)));
  }

  /** Says of a task that it was cancelled. */
  private record Cancelled(Runnable task) implements TaskOwner {
    @Override
    public boolean takeBack(Runnable other, Throwable cause) {
      return false;
    }

    @Override
    public boolean isCancelled(Runnable other) {
      return other == task;
    }
  }

  @Test
  void whatItsOwnerCallsCancelledDoesNotCount() {
    ManualLoop loop = loop(Loops.builder());
    Runnable task = () -> {};
    loop.execute(task);
    loop.execute(() -> {});
    assertEquals(2, loop.metrics().pendingTasks());
    Cancelled owner = loop.attachment(Cancelled.class, l -> new Cancelled(task));
    assertEquals(1, loop.metrics().pendingTasks());
    loop.runOnce();
    loop.execute(task);
    assertEquals(LoopClock.NEVER, loop.nextDeadline());
    loop.close();
    assertEquals(task, owner.task());
  }

  private void takesBack(ManualLoop loop) {
    Runnable task = () -> events.add("ran");
    Owner owner = loop.attachment(Owner.class, l -> new Owner(task, events));
    loop.execute(task);
    loop.shutdownNow();
    loop.close();
    assertEquals(List.of("taken back"), events);
    assertEquals(List.of(), failures);
    assertEquals(task, owner.owned());
  }

  @Test
  void plainTaskOfNobodyIsReported() {
    ManualLoop loop = loop(Loops.builder());
    Runnable task = () -> events.add("ran");
    loop.execute(task);
    loop.shutdownNow();
    loop.close();
    assertEquals(List.of(), events);
    assertEquals(task, failures.get(0).source());
  }

  @Test
  void timersAreHandedBackBeforeTheHooksRun() {
    ManualLoop loop = loop(Loops.builder());
    LoopTimer timer =
        new LoopTimer() {
          @Override
          public void run() {
            events.add("ran");
          }

          @Override
          protected void rejected(Throwable cause) {
            events.add("handed back");
            loop.execute(() -> events.add("last words"));
          }
        };
    loop.schedule(timer, Duration.ofHours(1));
    loop.onShutdown(() -> events.add("hook"));
    loop.close();
    assertEquals(List.of("handed back", "hook", "last words"), events);
    assertTrue(timer.isCancelled());
  }

  @Test
  void timerThatSchedulesItselfAnewWhenHandedBackEndsWithTheLoop() {
    ManualLoop loop = loop(Loops.builder());
    TimerHandle[] second = new TimerHandle[1];
    loop.schedule(
        new LoopTimer() {
          @Override
          public void run() {
            events.add("ran");
          }

          @Override
          protected void rejected(Throwable cause) {
            second[0] = loop.schedule(() -> events.add("ran"), Duration.ofHours(1));
          }
        },
        Duration.ofHours(1));
    loop.onShutdown(() -> events.add("hook"));
    loop.close();
    assertEquals(List.of("hook"), events);
    assertTrue(second[0].isCancelled());
    assertFalse(loop.metrics().timers() > 0);
  }
}
