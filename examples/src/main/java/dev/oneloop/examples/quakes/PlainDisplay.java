package dev.oneloop.examples.quakes;

import java.io.PrintStream;
import java.time.Instant;

/** A line a day: for files, pipes and dumb terminals. */
final class PlainDisplay implements Display {
  private final PrintStream out;

  PlainDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void dayEnded(DayStatistics day, double hourlyRate) {
    Quake strongest = day.strongest();
    out.println(
        day.day()
            + ": "
            + Words.events(day.events())
            + (Double.isNaN(hourlyRate) ? "" : ", " + Words.rate(hourlyRate) + " of late")
            + (strongest == null ? "" : ", strongest " + strongest.describe()));
  }

  @Override
  public void refresh(Board board, Instant now) {}
}
