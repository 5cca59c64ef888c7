package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private static final Instant NOON = Instant.parse("2018-02-01T12:00:00Z");
  private static final Quake QUAKE =
      new Quake("q", NOON, 5.25, "a place with a name that is too long for the table", 1, 2);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Board board = new Board();

  @Test
  void plainDisplayPrintsALineADay() {
    DayStatistics day = new DayStatistics(QUAKE.day());
    day.add(QUAKE);
    Display display = new PlainDisplay(out);

    display.refresh(board, NOON);
    display.dayEnded(day, 2.5);
    display.dayEnded(new DayStatistics(QUAKE.day()), Double.NaN);

    assertEquals(
        List.of(
            "2018-02-01: 1 event, 2.5/h of late, strongest " + QUAKE.describe(),
            "2018-02-01: 0 events"),
        printed().lines().toList());
  }

  @Test
  void terminalFrameShowsWhatEachStyleFound() {
    recordOne();
    board.rated(3.5);

    new TerminalDisplay(out, 4).refresh(board, NOON);

    List<String> lines = printed().replace("\033[K", "").lines().toList();
    assertEquals(4, lines.size());
    assertTrue(lines.get(2).startsWith("2018-02-01         1  M5."), lines.get(2));
    assertTrue(lines.get(2).endsWith("1.5 km Field"), lines.get(2));
    assertEquals("2018-02-01 12:00 UTC [#####---------------] 1 of 4 events, 3.5/h", lines.get(3));
  }

  @Test
  void framesCoverEachOtherAndFitTheScreen() {
    Display display = new TerminalDisplay(out, 4);
    recordOne();

    display.refresh(board, NOON);
    display.refresh(board, NOON);

    String[] frames = printed().split("\033\\[4A\r", -1);
    assertEquals(2, frames.length);
    assertEquals(frames[0], frames[1]);
    assertTrue(frames[0].endsWith(System.lineSeparator()));
    assertTrue(frames[0].lines().allMatch(line -> line.replace("\033[K", "").length() < 80));
  }

  private void recordOne() {
    board.recorded(QUAKE);
    board.measured(QUAKE);
    board.located(QUAKE, new NearestAirport(new Airport("F", "Field", 1, 2), 1.5));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
