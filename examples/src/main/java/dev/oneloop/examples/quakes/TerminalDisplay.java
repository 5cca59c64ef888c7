package dev.oneloop.examples.quakes;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A table that is drawn over itself, and a progress line: for terminals.
 *
 * <p>Between two frames the cursor rests below the table, so that whatever ends the program leaves
 * a tidy screen.
 */
final class TerminalDisplay implements Display {
  private static final int WIDTH = 79;
  private static final int BAR = 20;

  /** Older days give way, so that the table fits on a small screen. */
  private static final int MOST_ROWS = 12;

  private static final String UP = "\033[%dA\r";
  private static final String CLEAR_LINE = "\033[K";
  private static final String ROW = "%-10s %9s  %-33s %s";
  private static final int PLACE_WIDTH = 32;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintStream out;
  private final int total;

  /** How many lines the last frame took. */
  private int drawn;

  /**
   * @param total how many events there will be
   */
  TerminalDisplay(PrintStream out, int total) {
    this.out = out;
    this.total = total;
  }

  @Override
  public void dayEnded(DayStatistics day, double hourlyRate) {}

  @Override
  public void refresh(Board board, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(Words.format(ROW, "", "events", "strongest", "closest to an airport"));
    lines.add(Words.format(ROW, "day (UTC)", "coroutine", "RxJava", "futures"));
    SortedMap<LocalDate, DayRow> days = board.days();
    days.entrySet().stream()
        .skip(Math.max(0, days.size() - MOST_ROWS))
        .forEach(entry -> lines.add(row(entry.getKey(), entry.getValue())));
    lines.add(progress(board, now));
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append(Words.format(UP, drawn));
    }
    for (String line : lines) {
      frame.append(Words.cut(line, WIDTH)).append(CLEAR_LINE).append(System.lineSeparator());
    }
    out.print(frame);
    out.flush();
    drawn = lines.size();
  }

  private static String row(LocalDate day, DayRow row) {
    return Words.format(
        ROW, day, Words.number(row.events), strongest(row.strongest), closest(row.nearest));
  }

  private static String strongest(@Nullable Quake quake) {
    return quake == null ? "" : Words.cut(quake.describe(), PLACE_WIDTH);
  }

  private static String closest(@Nullable NearestAirport nearest) {
    return nearest == null
        ? ""
        : Words.format("%.1f km %s", nearest.kilometres(), nearest.airport().name());
  }

  private String progress(Board board, Instant now) {
    int seen = board.seenBy(Style.COROUTINE);
    int filled = BAR * seen / total;
    double rate = board.hourlyRate();
    return Words.format(
        "%s [%s%s] %,d of %s%s",
        MINUTE.format(now),
        "#".repeat(filled),
        "-".repeat(BAR - filled),
        seen,
        Words.events(total),
        Double.isNaN(rate) ? "" : ", " + Words.rate(rate));
  }
}
