package dev.oneloop.examples.quakes;

import org.jspecify.annotations.Nullable;

/** What is known of a day; each style fills a column of its own. Confined to the loop. */
final class DayRow {
  /** Filled by the coroutine. */
  int events;

  /** Filled by the RxJava pipeline. */
  @Nullable Quake strongest;

  /** Filled by the futures. */
  @Nullable NearestAirport nearest;

  void measured(Quake quake) {
    if (Quake.isStronger(quake, strongest)) {
      strongest = quake;
    }
  }

  void located(NearestAirport found) {
    if (nearest == null || found.kilometres() < nearest.kilometres()) {
      nearest = found;
    }
  }
}
