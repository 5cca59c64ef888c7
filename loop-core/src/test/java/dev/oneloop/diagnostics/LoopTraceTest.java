package dev.oneloop.diagnostics;

import static java.nio.channels.SelectionKey.OP_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.oneloop.Loops;
import dev.oneloop.ManualIoLoop;
import dev.oneloop.ManualLoop;
import dev.oneloop.SimulatedLoop;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopTraceTest {
  private final StringWriter out = new StringWriter();
  private long now = 5_000_000;

  @Test
  void turnsTasksAndSleepsNestOnTheTrackOfTheirLoop() throws Exception {
    try (LoopTrace trace = new LoopTrace(out, () -> now)) {
      SimulatedLoop loop = Loops.builder().name("a \"loop\"\n").listener(trace).simulated();
      loop.execute(new Hello());
      loop.schedule(new Hello(), Duration.ofSeconds(1));
      loop.run();
    }

    List<Map<String, Object>> events = parse(out.toString());

    assertEquals("process_name", events.get(0).get("name"));
    assertEquals("thread_name", events.get(1).get("name"));
    assertEquals(Map.of("name", "a \"loop\"\n"), events.get(1).get("args"));
    assertEquals(
        List.of(
            "B turn",
            "B LoopTraceTest$Hello",
            "E LoopTraceTest$Hello",
            "E turn",
            "B sleep",
            "E sleep",
            "i wake-up",
            "B turn",
            "B LoopTraceTest$Hello",
            "E LoopTraceTest$Hello",
            "E turn"),
        timeline(events, 1));
    assertEquals(Map.of("tasks", 1L), events.get(5).get("args"));
  }

  @Test
  void timesAreMicrosecondsSinceTheTraceBegan() throws Exception {
    try (LoopTrace trace = new LoopTrace(out, () -> now)) {
      ManualLoop loop = Loops.builder().listener(trace).manual();
      now += 7;
      loop.execute(() -> now += 12_345_678);
      loop.poll();
    }

    List<Map<String, Object>> events = parse(out.toString());

    assertEquals(0.007, events.get(2).get("ts"));
    assertEquals(12_345.685, events.get(events.size() - 1).get("ts"));
  }

  @Test
  void eachLoopHasATrackOfItsOwn() throws Exception {
    try (LoopTrace trace = new LoopTrace(out, () -> now)) {
      ManualLoop first = Loops.builder().listener(trace).manual();
      ManualLoop second = Loops.builder().listener(trace).manual();
      second.poll();
      first.poll();
      second.poll();
    }

    List<Map<String, Object>> events = parse(out.toString());

    assertEquals(List.of("B turn", "E turn"), timeline(events, 1));
    assertEquals(List.of("B turn", "E turn", "B turn", "E turn"), timeline(events, 2));
  }

  @Test
  void tasksOfEachEcosystemHaveACategoryAndAColour() throws Exception {
    Pipe pipe = Pipe.open();
    try (LoopTrace trace = new LoopTrace(out, () -> now);
        Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink();
        ManualIoLoop loop = Loops.builder().listener(trace).selectingManual()) {
      source.configureBlocking(false);
      loop.register(source, OP_READ, (registration, ops) -> registration.close());
      sink.write(ByteBuffer.wrap(new byte[1]));
      loop.execute(new FutureTask<>(() -> null));
      loop.run();
    }

    List<Map<String, Object>> events = parse(out.toString());

    assertEquals("futures", colourOf(events, "FutureTask", "rail_response"));
    assertEquals("io", colourOf(events, "IoKey", "good"));
    assertSame(Ecosystem.COROUTINES, Ecosystem.of("kotlinx.coroutines.DispatchedContinuation"));
    assertSame(Ecosystem.COROUTINES, Ecosystem.of("dev.oneloop.kotlin.Anything"));
    assertSame(Ecosystem.RX, Ecosystem.of("io.reactivex.rxjava3.Anything"));
    assertSame(Ecosystem.RX, Ecosystem.of("dev.oneloop.rx3.Anything"));
    assertSame(Ecosystem.FUTURES, Ecosystem.of("dev.oneloop.cf.Anything"));
    assertSame(Ecosystem.TASKS, Ecosystem.of("users.Code"));
  }

  @Test
  void lambdasGoByTheClassThatHasThem() throws Exception {
    try (LoopTrace trace = new LoopTrace(out, () -> now)) {
      ManualLoop loop = Loops.builder().listener(trace).manual();
      loop.execute(() -> {});
      loop.poll();
    }

    assertTrue(
        timeline(parse(out.toString()), 1).contains("B LoopTraceTest lambda"), out.toString());
  }

  @Test
  void fileIsWholeOnceTheTraceIsClosed(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("loop.json");
    ManualLoop loop;
    try (LoopTrace trace = LoopTrace.to(file)) {
      loop = Loops.builder().listener(trace).manual();
      loop.poll();
    }
    loop.poll();

    assertEquals(4, parse(Files.readString(file)).size());
  }

  @Test
  void failureToWriteIsThrownAtTheEndAndNotIntoTheLoop() throws Exception {
    IOException full = new IOException("disk full");
    List<Throwable> failures = new ArrayList<>();
    LoopTrace trace =
        new LoopTrace(
            new Writer() {
              private int written;

              @Override
              public void write(char[] text, int from, int length) throws IOException {
                written += length;
                if (written > 200) {
                  throw full;
                }
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            },
            () -> now);
    ManualLoop loop =
        Loops.builder()
            .listener(trace)
            .exceptionHandler((self, failure) -> failures.add(failure.throwable()))
            .manual();

    loop.poll();
    loop.poll();

    assertSame(full, assertThrows(IOException.class, trace::close));
    assertEquals(List.of(), failures);
  }

  /** Phase and name of what happened on a track, in order. */
  private static List<String> timeline(List<Map<String, Object>> events, long track) {
    return events.stream()
        .filter(event -> !"M".equals(event.get("ph")))
        .filter(event -> Long.valueOf(track).equals(event.get("tid")))
        .map(event -> event.get("ph") + " " + event.get("name"))
        .toList();
  }

  private static @Nullable Object colourOf(
      List<Map<String, Object>> events, String name, String colour) {
    Map<String, Object> found =
        events.stream()
            .filter(event -> name.equals(event.get("name")) && "B".equals(event.get("ph")))
            .findFirst()
            .orElseThrow();
    assertEquals(colour, found.get("cname"));
    return found.get("cat");
  }

  private static List<Map<String, Object>> parse(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertEquals(JsonToken.START_ARRAY, parser.nextToken());
      List<Map<String, Object>> events = new ArrayList<>();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        events.add(object(parser));
      }
      assertEquals(JsonToken.END_ARRAY, parser.currentToken());
      assertEquals(null, parser.nextToken());
      return events;
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name; (name = parser.nextFieldName()) != null; ) {
      switch (parser.nextToken()) {
        case START_OBJECT -> object.put(name, object(parser));
        case VALUE_NUMBER_INT -> object.put(name, parser.getLongValue());
        case VALUE_NUMBER_FLOAT -> object.put(name, parser.getDoubleValue());
        case VALUE_STRING -> object.put(name, parser.getText());
        default -> throw new AssertionError(parser.currentToken());
      }
    }
    return object;
  }

  private static final class Hello implements Runnable {
    @Override
    public void run() {}
  }
}
