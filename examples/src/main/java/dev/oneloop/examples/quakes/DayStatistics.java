package dev.oneloop.examples.quakes;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What the window of a day gathers. Confined to the loop. */
final class DayStatistics {
  private final LocalDate day;
  private int events;
  private @Nullable Quake strongest;

  DayStatistics(LocalDate day) {
    this.day = day;
  }

  void add(Quake quake) {
    events++;
    if (Quake.isStronger(quake, strongest)) {
      strongest = quake;
    }
  }

  LocalDate day() {
    return day;
  }

  int events() {
    return events;
  }

  @Nullable Quake strongest() {
    return strongest;
  }
}
