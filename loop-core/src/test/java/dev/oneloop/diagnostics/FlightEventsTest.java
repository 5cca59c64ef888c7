package dev.oneloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightEventsTest {
  private static final String PREFIX = "dev.oneloop.";

  @Test
  void recordingHoldsTurnsTasksSleepsAndSlowTasks(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("loop.jfr");
    try (Recording recording = new Recording()) {
      for (String name : List.of("Turn", "Task", "Sleep", "SlowTask")) {
        recording.enable(PREFIX + name).withoutThreshold();
      }
      recording.start();
      SimulatedLoop loop =
          Loops.builder().name("recorded").debug(true).listener(new FlightEvents()).simulated();
      loop.execute(new Hello());
      loop.schedule(new Hello(), Duration.ofSeconds(1));
      loop.run();
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(file);

    assertEquals(2, ofType(events, "Turn").filter(event -> event.getInt("tasks") == 1).count());
    assertEquals(1, ofType(events, "Sleep").count());
    assertEquals(
        2,
        ofType(events, "Task")
            .filter(event -> event.getClass("task").getName().equals(Hello.class.getName()))
            .count());
    RecordedEvent slow = ofType(events, "SlowTask").findFirst().orElseThrow();
    assertEquals("hello", slow.getString("description"));
    assertTrue(
        slow.getString("origin").contains("recordingHoldsTurnsTasksSleepsAndSlowTasks"),
        slow.getString("origin"));
  }

  private static Stream<RecordedEvent> ofType(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(PREFIX + name))
        .filter(event -> event.getString("loop").equals("recorded"));
  }

  private static final class Hello implements Runnable {
    @Override
    public void run() {}

    @Override
    public String toString() {
      return "hello";
    }
  }
}
