package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.LoopHost;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Stages inside of stages: in nested turns, by waiting, and on a host's thread. */
@SuppressWarnings("FutureReturnValueIgnored")
class NestedTurnTest {
  private final ManualLoop loop = Loops.manual();
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final List<String> ran = new ArrayList<>();

  private static void nested(ManagedLoop on, Runnable body) {
    try {
      on.runNested(() -> {
        body.run();
        return true;
      });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void stagesGoOnInTurnsInsideAStage() {
    LoopFuture<Integer> inner = executor.incompleteFuture();
    inner.thenRun(() -> ran.add("stage of inner")).thenRun(() -> ran.add("its stage"));
    LoopFuture<Integer> outer = executor.completedFuture(1);
    outer.thenRun(() -> {
      nested(
          loop,
          () -> {
            executor.supplyAsync(() -> 1).thenRun(() -> ran.add("supplied"));
            loop.execute(() -> inner.complete(1));
            loop.runUntilIdle();
          });
      ran.add("outer goes on");
    });
    loop.runUntilIdle();
    assertEquals(List.of("supplied", "stage of inner", "its stage", "outer goes on"), ran);
    assertEquals(0, loop.metrics().pendingTasks());
  }

  @Test
  void waitingInAStageRunsWhatIsToRunAtOnceFirst() {
    executor
        .completedFuture(1)
        .thenAccept(x -> {
          LoopFuture<Integer> stage = executor.completedFuture(2).thenApply(y -> x + y);
          assertFalse(stage.isDone());
          ran.add("sum " + stage.join());
        });
    loop.runUntilIdle();
    assertEquals(List.of("sum 3"), ran);
  }

  @Test
  void stagesNeverNest() {
    LoopFuture<Integer> done = executor.completedFuture(1);
    done.thenRun(() -> {
      done.thenRun(() -> ran.add("inner"));
      ran.add("outer");
    });
    loop.runUntilIdle();
    assertEquals(List.of("outer", "inner"), ran);
  }

  @Test
  void anEndlessChainDoesNotKeepATurnFromEnding() {
    LoopFuture<Integer> done = executor.completedFuture(1);
    int[] steps = {0};
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          steps[0]++;
          done.thenRun(again[0]);
        };
    done.thenRun(again[0]);
    loop.poll();
    int first = steps[0];
    assertTrue(first > 1);
    loop.poll();
    assertTrue(steps[0] > first);
  }

  @Test
  void onTheHostsThreadStagesRunAtOnceAndWaitingForPumpsIsRefused() {
    Queue<Runnable> events = new ArrayDeque<>();
    Thread hostThread = Thread.currentThread();
    ManagedLoop hosted =
        Loops.on(
            new LoopHost() {
              @Override
              public void execute(Runnable pump) {
                events.add(pump);
              }

              @Override
              public boolean isHostThread() {
                return Thread.currentThread() == hostThread;
              }
            });
    LoopExecutor onHost = LoopExecutor.of(hosted);
    LoopFuture<Integer> source = onHost.incompleteFuture();
    LoopFuture<Integer> stage = source.thenApply(x -> x + 1);
    source.complete(1);
    assertEquals(2, stage.join());
    LoopFuture<Integer> later = onHost.supplyAsync(() -> 3);
    assertThrows(BlockedLoopException.class, later::join);
    while (!events.isEmpty()) {
      events.remove().run();
    }
    assertEquals(3, later.join());
    hosted.close();
  }
}
