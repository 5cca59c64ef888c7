package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuakesTest {
  /** A week in a fraction of a second. */
  private static final String FAST = "10000000";

  private static final Map<Driver, Run> FAST_WEEKS = new EnumMap<>(Driver.class);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(to = "SIMULATED")
  void everyDriverShowsEveryEventToEveryStyleOneAtATime(Driver driver) {
    Run run = fastWeek(driver);

    assertAll(
        () -> assertEquals("", run.err),
        () -> assertEquals(0, run.code),
        () -> run.shows("events: coroutine 1,707, future 1,707, rx 1,707, equal"),
        () -> run.shows("two at once: never"),
        () -> run.shows("busiest airport: French Valley, nearest to 125 events"));
  }

  @ParameterizedTest
  @EnumSource(names = {"THREAD", "MANUAL", "SELECTOR", "SIMULATED"})
  void driversWithAThreadHaveOne(Driver driver) {
    fastWeek(driver).shows("threads: 1");
  }

  @Test
  void swingRunsOnTheEventThread() {
    // AWT may replace the thread when it has been idle; the new one has the same name.
    fastWeek(Driver.SWING).shows("driver: swing, on AWT-EventQueue-0");
  }

  @Test
  void simulationIsTheSameEveryTime() {
    List<String> first = quakes("--driver", "simulated").lines();
    List<String> second = quakes("--driver", "simulated").lines();

    assertEquals(withoutElapsedTime(first), withoutElapsedTime(second));
    assertTrue(first.stream().anyMatch(line -> line.matches("order digest: [0-9a-f]{16}")));
    assertTrue(
        first.get(first.size() - 1).endsWith(" s real, 6 d 23:36:14 simulated"), first::toString);
  }

  @ParameterizedTest
  @EnumSource(to = "SIMULATED")
  void daysAreThoseOfTheRecording(Driver driver) {
    List<String> lines = fastWeek(driver).lines();

    assertEquals(
        List.of(
            "2018-01-31: 198",
            "2018-02-01: 231",
            "2018-02-02: 242",
            "2018-02-03: 259",
            "2018-02-04: 301",
            "2018-02-05: 249",
            "2018-02-06: 213",
            "2018-02-07: 14"),
        lines.subList(0, lines.indexOf("")).stream()
            .map(line -> line.replaceAll(" events.*", ""))
            .toList());
  }

  @Test
  void otherDataIsReplayed() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("two.json"),
            """
            {"features": [
              {"id": "b", "properties": {"time": 90000000}, "geometry": {"coordinates": [0, 0]}},
              {"id": "a", "properties": {"time": 0}, "geometry": {"coordinates": [0, 0]}}]}
            """);

    Run run = quakes("--driver", "simulated", "--data", file.toString());

    assertEquals(0, run.code, run.err);
    run.shows("1970-01-01: 1 event, 0.0/h of late, strongest M? an unnamed place");
    run.shows("events: coroutine 2, future 2, rx 2, equal");
  }

  @Test
  void helpNamesEveryOptionAndDriver() {
    Run run = quakes("--help");

    assertEquals(0, run.code);
    for (String word : List.of("--driver", "--speed", "--data", "--help")) {
      assertTrue(run.out.contains(word), run.out);
    }
    for (Driver driver : Driver.values()) {
      assertTrue(run.out.contains(driver.toString()), run.out);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--driver",
        "--driver=boat",
        "--speed=fast",
        "--speed=0",
        "--speed=-1",
        "--speed=NaN",
        "--speed=1e9",
        "--data",
        "--what",
        "something"
      })
  void badOptionsGetOneClearLine(String option) {
    Run run = quakes(option);

    assertEquals(2, run.code);
    assertEquals("", run.out);
    assertEquals(1, run.err.lines().count(), run.err);
    assertTrue(run.err.startsWith("quakes: "), run.err);
    assertTrue(run.err.contains(option.replaceAll("=.*", "")), run.err);
  }

  @Test
  void unknownDriverIsToldTheKnownOnes() {
    assertEquals(
        "quakes: Invalid value for option '--driver': expected one of"
            + " [thread, manual, selector, swing, simulated, javafx, swt, glib, qt, nsrunloop,"
            + " cfrunloop, netty, vertx, glfw] but was 'boat' (see --help)",
        quakes("--driver=boat").err.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.json", "empty.json", "folder"})
  void badDataGetsOneClearLine(String name) throws IOException {
    Files.createFile(folder.resolve("empty.json"));
    Files.createDirectory(folder.resolve("folder"));

    Run run = quakes("--data", folder.resolve(name).toString());

    assertEquals(1, run.code);
    assertEquals("", run.out);
    assertEquals(1, run.err.lines().count(), run.err);
    assertTrue(run.err.startsWith("quakes: ") && run.err.contains(name), run.err);
  }

  @Test
  void terminalGetsATable() {
    Run run = run(true, "--driver", "simulated");

    assertEquals(0, run.code, run.err);
    assertTrue(run.out.contains("[####################] 1,707 of 1,707 events"), run.out);
    assertNotEquals(-1, run.out.indexOf("\033["));
  }

  private static List<String> withoutElapsedTime(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("elapsed: ")).toList();
  }

  private static Run fastWeek(Driver driver) {
    return FAST_WEEKS.computeIfAbsent(
        driver, any -> quakes("--driver", driver.toString(), "--speed", FAST));
  }

  private static Run quakes(String... args) {
    return run(false, args);
  }

  private static Run run(boolean isTerminal, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Quakes.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            isTerminal);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private record Run(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    void shows(String line) {
      assertTrue(lines().contains(line), () -> "No line \"" + line + "\" in:\n" + out + err);
    }
  }
}
