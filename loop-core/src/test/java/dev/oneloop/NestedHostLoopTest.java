package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A host on the test's thread, which runs what it was given when the test says so. */
class NestedHostLoopTest {
  private final Queue<Runnable> events = new ArrayDeque<>();
  private final List<Long> alarms = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final LoopHost host =
      new LoopHost() {
        @Override
        public void execute(Runnable pump) {
          events.add(pump);
        }

        @Override
        public Registration executeAfter(Runnable pump, long nanos) {
          alarms.add(nanos);
          return () -> {};
        }
      };
  private final ManagedLoop loop = Loops.on(host);

  private void runHost() {
    for (Runnable event; (event = events.poll()) != null; ) {
      event.run();
    }
  }

  @Test
  void tasksSubmittedInsideRunNestedRunInTheNestedHostLoop() {
    loop.execute(() -> {
      nested(() -> {
        loop.execute(() -> ran.add("inner"));
        runHost();
      });
      ran.add("outer");
    });
    runHost();
    assertEquals(List.of("inner", "outer"), ran);
  }

  @Test
  void tasksSubmittedByAnEventOfTheNestedHostLoopRunThere() {
    loop.execute(() -> {
      events.add(() -> loop.execute(() -> ran.add("clicked")));
      nested(this::runHost);
      ran.add("outer");
    });
    runHost();
    assertEquals(List.of("clicked", "outer"), ran);
  }

  @Test
  void timersSetInsideRunNestedArmTheHostsTimer() {
    loop.execute(() ->
        nested(() -> {
          loop.schedule(() -> {}, Duration.ofHours(1));
          runHost();
          ran.add("alarms: " + alarms.size());
        }));
    runHost();
    assertEquals(List.of("alarms: 1"), ran);
  }

  @Test
  void withoutRunNestedTasksWaitForTheOneThatOpenedTheNestedLoop() {
    loop.execute(() -> {
      loop.execute(() -> ran.add("inner"));
      runHost();
      ran.add("outer");
    });
    runHost();
    assertEquals(List.of("outer", "inner"), ran);
  }

  private void nested(Runnable body) {
    try {
      loop.runNested(() -> {
        body.run();
        return null;
      });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
