package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopListenerTest {
  private final List<String> told = new ArrayList<>();
  private final List<LoopFailure> failures = new ArrayList<>();
  private final LoopBuilder builder =
      Loops.builder().exceptionHandler((loop, failure) -> failures.add(failure));

  @Test
  void listenerIsToldOfTurnsTasksAndSleeps() {
    SimulatedLoop loop = builder.listener(new Telling("")).simulated();
    loop.execute(named("task"));
    loop.schedule(named("timer"), java.time.Duration.ofNanos(5));

    loop.run();

    assertEquals(
        List.of(
            "turn {",
            "task {",
            "} task",
            "} turn of 1",
            "sleep until 5 {",
            "} sleep",
            "turn {",
            "timer {",
            "} timer",
            "} turn of 1"),
        told.stream().map(String::strip).toList());
  }

  @Test
  void listenersAreToldOneAfterTheOther() {
    ManualLoop loop = builder.listener(new Telling("1 ")).listener(new Telling("2 ")).manual();
    loop.execute(named("task"));

    loop.poll();

    assertEquals(
        List.of(
            "1 turn {",
            "2 turn {",
            "1 task {",
            "2 task {",
            "1 } task",
            "2 } task",
            "1 } turn of 1",
            "2 } turn of 1"),
        told);
  }

  @Test
  void listenerThatThrowsIsReportedAndTheOthersAreTold() {
    IllegalStateException failure = new IllegalStateException("listener");
    LoopListener throwing =
        new LoopListener() {
          @Override
          public void beforeTask(Runnable task) {
            throw failure;
          }
        };
    ManualLoop loop = builder.listener(throwing).listener(new Telling("")).manual();
    loop.execute(named("task"));

    assertEquals(1, loop.poll());

    assertTrue(told.contains("task {"), told.toString());
    assertEquals(1, failures.size());
    assertSame(failure, failures.get(0).throwable());
  }

  @Test
  void listenerIsMadeForEachLoop() {
    List<ManagedLoop> loops = new ArrayList<>();
    builder.listener(
        new LoopListener() {
          @Override
          public LoopListener forLoop(ManagedLoop loop) {
            loops.add(loop);
            return new Telling(loops.size() + " ");
          }
        });
    ManualLoop first = builder.manual();
    ManualLoop second = builder.manual();

    second.poll();

    assertEquals(Arrays.asList(first, second), loops);
    assertEquals(List.of("2 turn {", "2 } turn of 0"), told);
  }

  @Test
  void runningLoopTakesListenersAndLetsThemGo() {
    ManualLoop loop = builder.listener(new Telling("always ")).manual();
    Registration registration = loop.addListener(new Telling("now "));

    loop.poll();
    registration.close();
    registration.close();
    loop.poll();

    assertEquals(
        List.of(
            "always turn {",
            "now turn {",
            "always } turn of 0",
            "now } turn of 0",
            "always turn {",
            "always } turn of 0"),
        told);
  }

  @Test
  void listenerThatIsAddedInsideATaskIsToldFromTheNextOneOn() {
    ManualLoop loop = builder.manual();
    loop.execute(() -> loop.addListener(new Telling("")));
    loop.execute(named("next"));

    loop.poll();

    assertEquals(List.of("next {", "} next"), told);
  }

  @Test
  void nestedTasksAreToldBetweenPauseAndResumption() {
    ManualLoop loop = builder.listener(new Telling("")).manual();
    loop.execute(
        new Named(
            "outer",
            () -> {
              loop.execute(named("inner"));
              try {
                loop.runNested(loop::poll);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            }));

    loop.poll();

    assertEquals(
        List.of(
            "turn {",
            "outer {",
            "pause {",
            "turn {",
            "inner {",
            "} inner",
            "} turn of 1",
            "} pause",
            "} outer",
            "} turn of 1"),
        told);
  }

  @Test
  void hostedLoopSleepsFromTheEndOfAPumpToTheNextOne() {
    Queue<Runnable> pumps = new ArrayDeque<>();
    ManagedLoop loop = builder.listener(new Telling("")).on(pumps::add);
    loop.execute(named("first"));
    pumps.remove().run();
    loop.execute(named("second"));
    pumps.remove().run();

    assertEquals(
        List.of(
            "turn {",
            "first {",
            "} first",
            "} turn of 1",
            "sleep {",
            "} sleep",
            "turn {",
            "second {",
            "} second",
            "} turn of 1",
            "sleep {"),
        told);
  }

  @Test
  void originIsToldInDebugModeOnly() {
    List<@Nullable TaskOrigin> origins = new ArrayList<>();
    builder.listener(
        new LoopListener() {
          @Override
          public void beforeTask(Runnable task, @Nullable TaskOrigin origin) {
            origins.add(origin);
          }
        });
    for (boolean debug : new boolean[] {false, true}) {
      ManualLoop loop = builder.debug(debug).manual();
      loop.execute(() -> {});
      loop.poll();
    }

    assertNull(origins.get(0));
    TaskOrigin origin = origins.get(1);
    assertNotNull(origin);
    assertTrue(
        Arrays.stream(origin.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("originIsToldInDebugModeOnly")));
  }

  @Test
  void fullLoopTellsOfHighAndLowWater() {
    ManualLoop loop = builder.maxPending(4).listener(new Telling("")).manual();
    for (int i = 0; i < 4; i++) {
      loop.execute(named("task"));
    }

    assertThrows(RejectedExecutionException.class, () -> loop.execute(named("too many")));
    loop.poll();

    assertEquals("high water 4", told.get(0));
    assertEquals(1, told.stream().filter("low water 3"::equals).count());
  }

  private static Runnable named(String name) {
    return new Named(name, () -> {});
  }

  private record Named(String name, Runnable body) implements Runnable {
    @Override
    public void run() {
      body.run();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final class Telling implements LoopListener {
    private final String prefix;

    Telling(String prefix) {
      this.prefix = prefix;
    }

    private void tell(String text) {
      told.add(prefix + text);
    }

    @Override
    public void beforeTurn() {
      tell("turn {");
    }

    @Override
    public void afterTurn(int tasksRun) {
      tell("} turn of " + tasksRun);
    }

    @Override
    public void beforeTask(Runnable task) {
      tell(task + " {");
    }

    @Override
    public void afterTask(Runnable task) {
      tell("} " + task);
    }

    @Override
    public void beforeNested() {
      tell("pause {");
    }

    @Override
    public void afterNested() {
      tell("} pause");
    }

    @Override
    public void beforeSleep(long deadlineNanos) {
      tell(deadlineNanos == LoopClock.NEVER ? "sleep {" : "sleep until " + deadlineNanos + " {");
    }

    @Override
    public void afterSleep() {
      tell("} sleep");
    }

    @Override
    public void onHighWater(long pending) {
      tell("high water " + pending);
    }

    @Override
    public void onLowWater(long pending) {
      tell("low water " + pending);
    }
  }
}
