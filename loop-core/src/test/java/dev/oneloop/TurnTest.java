package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What one turn runs, in which order, and where it ends. */
class TurnTest {
  private final List<String> log = new ArrayList<>();
  private final VirtualClock clock = new VirtualClock();

  @Test
  void aBudgetOfTasksEndsTheTurnAndTheRestKeepsItsPlace() {
    ManualLoop loop = Loops.builder().clock(clock).turnBudget(3).manual();
    for (int i = 0; i < 5; i++) {
      int number = i;
      loop.execute(() -> log.add("" + number));
    }
    assertEquals(3, loop.poll());
    loop.execute(() -> log.add("new"));
    assertEquals(3, loop.poll());
    assertEquals(List.of("0", "1", "2", "3", "4", "new"), log);
  }

  @Test
  void whileBothWaitTimersAndTasksHaveHalfOfTheBudgetEach() {
    ManualLoop loop = Loops.builder().clock(clock).turnBudget(4).manual();
    for (int i = 0; i < 6; i++) {
      loop.execute(() -> log.add("task"));
      loop.scheduleAt(0, () -> log.add("timer"));
    }
    assertEquals(4, loop.poll());
    assertEquals(List.of("timer", "timer", "task", "task"), log);
    log.clear();
    assertEquals(4, loop.poll());
    assertEquals(List.of("timer", "timer", "task", "task"), log);
  }

  @Test
  void whatTheOthersDoNotNeedOfTheBudgetIsFree() {
    ManualLoop loop = Loops.builder().clock(clock).turnBudget(4).manual();
    loop.execute(() -> log.add("task"));
    for (int i = 0; i < 6; i++) {
      loop.scheduleAt(0, () -> log.add("timer"));
    }
    assertEquals(4, loop.poll());
    assertEquals(List.of("timer", "timer", "timer", "task"), log);
  }

  @Test
  void immediateExecutionCountsAgainstTheBudget() {
    ManualLoop loop = Loops.builder().clock(clock).turnBudget(3).manual();
    loop.execute(() -> {
      assertTrue(loop.tryRunNow());
      assertTrue(loop.tryRunNow());
      assertFalse(loop.tryRunNow());
    });
    loop.execute(() -> log.add("next turn"));
    loop.poll();
    assertEquals(List.of(), log);
    loop.poll();
    assertEquals(List.of("next turn"), log);
  }

  @Test
  void aCancelledFutureIsNoPendingTask() {
    ManualLoop loop = Loops.manual();
    FutureTask<Integer> fromOutside = new FutureTask<>(() -> 1);
    FutureTask<Integer> fromInside = new FutureTask<>(() -> 1);
    loop.execute(fromOutside);
    loop.execute(() -> {
      loop.execute(fromInside);
      assertEquals(1, loop.metrics().pendingTasks());
      fromInside.cancel(false);
      assertEquals(0, loop.metrics().pendingTasks());
    });
    assertEquals(2, loop.metrics().pendingTasks());
    fromOutside.cancel(false);
    assertEquals(1, loop.metrics().pendingTasks());
    loop.runUntilIdle();
  }

  @Test
  void theTimeOfATurnIsReadOnceSoWhatIsDueIsDecidedOnce() {
    ManualLoop loop = Loops.builder().clock(clock).manual();
    loop.scheduleAt(
        0,
        () -> {
          log.add("first");
          clock.advanceBy(Duration.ofNanos(5));
        });
    loop.scheduleAt(1, () -> log.add("due by now, but not when the turn began"));
    assertEquals(1, loop.poll());
    assertEquals(1, loop.poll());
  }

  @Test
  void aTimerThatWasLateKeepsItsPlaceBeforeOneThatATaskSchedulesLater() {
    ManualLoop loop = Loops.builder().clock(clock).manual();
    loop.scheduleAt(0, () -> loop.scheduleAt(0, () -> log.add("by the timer")));
    loop.execute(() -> loop.scheduleAt(0, () -> log.add("by the task, later")));
    loop.poll();
    loop.poll();
    assertEquals(List.of("by the timer", "by the task, later"), log);
  }

  @Test
  void aTimerThatWasLateKeepsItsPlaceInANestedTurn() {
    ManualLoop loop = Loops.builder().clock(clock).manual();
    loop.scheduleAt(
        0,
        () -> {
          loop.scheduleAt(0, () -> log.add("first"));
          nested(
              loop,
              () -> {
                loop.scheduleAt(0, () -> log.add("second"));
                loop.poll();
              });
          log.add("outer");
        });
    loop.runUntilIdle();
    assertEquals(List.of("first", "second", "outer"), log);
  }

  private static void nested(ManualLoop loop, Runnable body) {
    try {
      loop.runNested(() -> {
        body.run();
        return "ran";
      });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFatalErrorInANestedTurnLeavesBothTurnsConsistent() {
    ManualLoop loop = Loops.builder().clock(clock).manual();
    loop.execute(() -> {
      loop.execute(() -> {
        throw new OutOfMemoryError("thrown by the test");
      });
      loop.execute(() -> log.add("rest"));
      nested(loop, () -> assertThrows(OutOfMemoryError.class, loop::poll));
      assertSame(loop, EventLoop.current());
      assertThrows(IllegalStateException.class, loop::poll);
      log.add("outer");
    });
    loop.runUntilIdle();
    assertEquals(List.of("outer", "rest"), log);
    assertNull(EventLoop.current());
  }

  @Test
  void aLoopInsideAnotherLoopsTaskIsCurrentUntilItsTurnEnds() {
    ManualLoop outer = Loops.builder().clock(clock).manual();
    ManualLoop inner = Loops.builder().clock(clock).manual();
    outer.execute(() -> {
      inner.execute(() -> assertSame(inner, EventLoop.current()));
      assertEquals(1, inner.poll());
      assertSame(outer, EventLoop.current());
      log.add("back");
    });
    outer.poll();
    assertEquals(List.of("back"), log);
    assertNull(EventLoop.current());
  }

  @Test
  void theListenerSeesTurnsAndTasksAndItsFaultsAreReported() {
    List<String> failures = new ArrayList<>();
    ManualLoop loop =
        Loops.builder()
            .clock(clock)
            .exceptionHandler((of, failure) -> failures.add(failure.message()))
            .listener(
                new LoopListener() {
                  @Override
                  public void beforeTurn() {
                    log.add("turn");
                  }

                  @Override
                  public void afterTurn(int tasksRun) {
                    log.add("ran " + tasksRun);
                  }

                  @Override
                  public void beforeTask(Runnable task) {
                    log.add("task");
                    throw new IllegalStateException("by the listener");
                  }

                  @Override
                  public void afterTask(Runnable task) {
                    log.add("done");
                  }
                })
            .manual();
    loop.execute(() -> log.add("itself"));
    loop.poll();
    assertEquals(List.of("turn", "task", "itself", "done", "ran 1"), log);
    assertEquals(1, failures.size());
  }

  @Test
  void aSlowClockThatWrapsKeepsTimersInOrder() {
    VirtualClock wrapping = new VirtualClock(Long.MAX_VALUE - 5, Instant.EPOCH);
    ManualLoop loop = Loops.builder().clock(wrapping).manual();
    loop.schedule(() -> log.add("after the wrap"), Duration.ofNanos(10));
    loop.schedule(() -> log.add("before it"), Duration.ofNanos(3));
    assertEquals(0, loop.poll());
    wrapping.advanceBy(Duration.ofNanos(3));
    assertEquals(1, loop.poll());
    wrapping.advanceBy(Duration.ofNanos(6));
    assertEquals(0, loop.poll());
    wrapping.advanceBy(Duration.ofNanos(1));
    assertEquals(1, loop.poll());
    assertEquals(List.of("before it", "after the wrap"), log);
  }
}
