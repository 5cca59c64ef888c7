package dev.oneloop.examples.quakes;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One seismic event of a feed.
 *
 * @param magnitude NaN if the feed does not know it
 */
record Quake(
    String id, Instant time, double magnitude, String place, double latitude, double longitude) {

  /** The day of the event, in UTC. */
  LocalDate day() {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Whether a quake is known to be stronger than the strongest so far, if there is one. */
  static boolean isStronger(Quake quake, @Nullable Quake strongest) {
    return strongest == null
        || Double.isNaN(strongest.magnitude)
        || quake.magnitude > strongest.magnitude;
  }

  /** The magnitude and the place, for people. */
  String describe() {
    return Words.magnitude(magnitude) + " " + place;
  }
}
