package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Decorated tasks, remembered origins, a bounded number of tasks. */
class GateTest {
  private final List<String> log = new ArrayList<>();
  private final List<LoopFailure> failures = new ArrayList<>();
  private final LoopBuilder builder =
      Loops.builder().name("gated").exceptionHandler((of, failure) -> failures.add(failure));

  @Test
  void aTaskIsDecoratedOnceWhereItIsSubmitted() {
    ManualLoop loop =
        builder
            .taskDecorator(task -> {
              log.add("submitted");
              return () -> {
                log.add("before");
                task.run();
                log.add("after");
              };
            })
            .manual();
    loop.execute(() -> log.add("task"));
    assertEquals(List.of("submitted"), log);
    loop.poll();
    assertEquals(List.of("submitted", "before", "task", "after"), log);
    log.clear();
    loop.scheduleAt(loop.clock().nanoTime(), () -> log.add("timer"));
    loop.poll();
    assertEquals(List.of("submitted", "before", "timer", "after"), log);
  }

  @Test
  void aDecoratorThatThrowsLeavesTheLoopAsItWas() {
    ManualLoop loop =
        builder
            .maxPending(1)
            .taskDecorator(task -> {
              if (log.isEmpty()) {
                throw new IllegalStateException("by the decorator");
              }
              return task;
            })
            .manual();
    assertThrows(IllegalStateException.class, () -> loop.execute(() -> log.add("never")));
    log.add("from now on");
    loop.execute(() -> log.add("ran"));
    assertEquals(1, loop.poll());
    assertEquals(List.of("from now on", "ran"), log);
  }

  @Test
  void inDebugModeAFailureTellsWhereTheTaskWasSubmitted() {
    ManualLoop loop = builder.debug(true).manual();
    Runnable task =
        () -> {
          throw new IllegalStateException("thrown by the task");
        };
    submitFromHere(loop, task);
    loop.poll();
    assertEquals(1, failures.size());
    assertSame(task, failures.get(0).source());
    Throwable origin = failures.get(0).origin();
    assertNotNull(origin);
    assertTrue(
        List.of(origin.getStackTrace()).stream()
            .anyMatch(frame -> frame.getMethodName().equals("submitFromHere")));
  }

  private static void submitFromHere(ManualLoop loop, Runnable task) {
    loop.execute(task);
  }

  @Test
  void withoutDebugModeNoOriginIsKept() {
    ManualLoop loop = builder.debug(false).manual();
    loop.execute(() -> {
      throw new IllegalStateException("thrown by the task");
    });
    loop.poll();
    assertNull(failures.get(0).origin());
  }

  @Test
  void aFullLoopRejectsAndNamesItself() {
    ManualLoop loop = builder.maxPending(3).manual();
    loop.execute(() -> log.add("1"));
    TimerHandle timer = loop.schedule(() -> log.add("timer"), Duration.ofHours(1));
    loop.execute(() -> log.add("2"));
    Exception e =
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> log.add("3")));
    assertTrue(String.valueOf(e.getMessage()).contains("gated"));
    assertTrue(String.valueOf(e.getMessage()).contains("3"));
    assertThrows(
        RejectedExecutionException.class, () -> loop.schedule(() -> {}, Duration.ofHours(1)));
    assertTrue(timer.cancel(), "makes room");
    loop.execute(() -> log.add("3"));
    loop.poll();
    assertEquals(List.of("1", "2", "3"), log);
  }

  @Test
  void highAndLowWaterAreToldOnceForEachSpell() {
    ManualLoop loop = builder.maxPending(8).listener(new WaterListener()).manual();
    for (int spell = 0; spell < 2; spell++) {
      for (int i = 0; i < 8; i++) {
        loop.execute(() -> {});
      }
      for (int i = 0; i < 3; i++) {
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
      }
      assertEquals(8, loop.poll());
    }
    assertEquals(List.of("high 8", "low 6", "high 8", "low 6"), log);
  }

  private final class WaterListener implements LoopListener {
    @Override
    public void onHighWater(long pending) {
      log.add("high " + pending);
    }

    @Override
    public void onLowWater(long pending) {
      log.add("low " + pending);
    }
  }

  @Test
  void aListenerThatThrowsIsReportedAndCostsNoTask() {
    ManualLoop loop =
        builder
            .maxPending(1)
            .listener(
                new LoopListener() {
                  @Override
                  public void onHighWater(long pending) {
                    throw new IllegalStateException("high");
                  }

                  @Override
                  public void onLowWater(long pending) {
                    throw new IllegalStateException("low");
                  }
                })
            .manual();
    loop.execute(() -> log.add("ran"));
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    loop.poll();
    assertEquals(List.of("ran"), log);
    assertEquals(
        List.of("high", "low"), failures.stream().map(f -> f.throwable().getMessage()).toList());
  }

  @Test
  void aFullLoopCanStillBeClosed() {
    ManualLoop loop = builder.maxPending(1).manual();
    List<WorkGuard> guards = new ArrayList<>();
    loop.onShutdown(() -> {
      guards.add(loop.acquireWorkGuard());
      loop.execute(() -> guards.forEach(WorkGuard::close));
    });
    loop.close();
    assertTrue(loop.isTerminated());
    assertEquals(List.of(), failures);
  }

  @Test
  void aTaskOfItsOwnKindKeepsItsStateBehindItsEnvelope() {
    ManualLoop loop = builder.debug(true).manual();
    LoopTimer timer =
        new LoopTimer() {
          @Override
          public void run() {
            log.add("ran");
          }

          @Override
          protected void cancelled() {
            log.add("cancelled");
          }

          @Override
          protected void rejected(Throwable cause) {
            log.add("rejected");
          }
        };
    loop.execute(timer);
    assertTrue(timer.isPending());
    assertThrows(IllegalStateException.class, () -> loop.execute(timer));
    loop.poll();
    assertFalse(timer.isPending());
    assertSame(timer, loop.schedule(timer, Duration.ofHours(1)));
    loop.close();
    assertTrue(timer.isCancelled());
    assertEquals(List.of("ran", "rejected"), log);
  }
}
