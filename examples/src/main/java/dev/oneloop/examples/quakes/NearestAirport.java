package dev.oneloop.examples.quakes;

/** What a look-up finds. */
record NearestAirport(Airport airport, double kilometres) {}
