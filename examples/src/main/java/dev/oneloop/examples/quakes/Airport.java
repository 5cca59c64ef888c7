package dev.oneloop.examples.quakes;

/** An airport of the index. */
record Airport(String code, String name, double latitude, double longitude) {}
