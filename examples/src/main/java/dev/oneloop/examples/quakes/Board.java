package dev.oneloop.examples.quakes;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the replay finds out: plain maps and fields, updated by all three styles, without a lock.
 *
 * <p>Nothing but the loop makes this right. Everything here is called on the loop, or after it.
 */
final class Board {
  private final Map<Style, Integer> seen = new HashMap<>();
  private final Map<LocalDate, DayRow> days = new HashMap<>();
  private final Map<Airport, Integer> airports = new HashMap<>();
  private final OrderDigest order = new OrderDigest();
  private final Witness witness = new Witness();
  private double hourlyRate = Double.NaN;

  /** The coroutine has emitted an event. */
  void recorded(Quake quake) {
    update(Style.COROUTINE, quake, row -> row.events++);
  }

  /** A future has found the airport nearest to an event. */
  void located(Quake quake, NearestAirport nearest) {
    update(
        Style.FUTURE,
        quake,
        row -> {
          row.located(nearest);
          airports.merge(nearest.airport(), 1, Integer::sum);
        });
  }

  /** The RxJava pipeline has let an event pass. */
  void measured(Quake quake) {
    update(Style.RX, quake, row -> row.measured(quake));
  }

  /** The RxJava pipeline has counted the events of a sliding window. */
  void rated(double eventsPerHour) {
    witness.watch(() -> hourlyRate = eventsPerHour);
  }

  private void update(Style style, Quake quake, Consumer<DayRow> change) {
    witness.watch(() -> {
      seen.merge(style, 1, Integer::sum);
      order.add(style, quake);
      change.accept(days.computeIfAbsent(quake.day(), day -> new DayRow()));
    });
  }

  int seenBy(Style style) {
    return seen.getOrDefault(style, 0);
  }

  /** The rows so far, by day. */
  SortedMap<LocalDate, DayRow> days() {
    return new TreeMap<>(days);
  }

  /** How many events had each airport as their nearest. */
  Map<Airport, Integer> airports() {
    return airports;
  }

  /** Events per hour in the last full sliding window, NaN before the first. */
  double hourlyRate() {
    return hourlyRate;
  }

  Witness witness() {
    return witness;
  }

  /** The fingerprint of the order of all updates. To be asked for once, at the end. */
  String orderDigest() {
    return order.finish();
  }
}
