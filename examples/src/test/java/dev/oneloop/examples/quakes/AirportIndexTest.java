package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirportIndexTest {
  private static List<Airport> airports;
  private static AirportIndex index;

  @BeforeAll
  static void createIndex() throws IOException {
    airports = AirportCsv.bundled();
    index = AirportIndex.create(airports);
  }

  @AfterAll
  static void closeIndex() throws IOException {
    index.close();
  }

  @Test
  void agreesWithLookingAtEveryAirport() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      double latitude = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
      double longitude = 360 * random.nextDouble() - 180;

      assertNearest(latitude, longitude);
    }
  }

  @ParameterizedTest
  @CsvSource({"90, 0", "-90, 0", "51.9, 179.99", "51.9, -179.99", "51.9, 180.01", "0, 0"})
  void polesAndDateLineAreNothingSpecial(double latitude, double longitude) throws IOException {
    assertNearest(latitude, longitude);
  }

  @Test
  void everyAirportIsNearestToItself() throws IOException {
    for (Airport airport : airports) {
      NearestAirport found = index.nearest(airport.latitude(), airport.longitude());

      assertEquals(0, found.kilometres(), 1e-3, () -> found + " for " + airport);
    }
  }

  @Test
  void singleAirportIsFoundAndClosedIndexFails() throws IOException {
    Airport only = new Airport("X", "The \"only\" one", 1, 2);
    AirportIndex small = AirportIndex.create(List.of(only));

    assertEquals(only, small.nearest(50, 60).airport());
    small.close();
    assertThrows(ClosedChannelException.class, () -> small.nearest(50, 60));
  }

  private static void assertNearest(double latitude, double longitude) throws IOException {
    double nearest = Double.POSITIVE_INFINITY;
    for (Airport airport : airports) {
      nearest =
          Math.min(
              nearest,
              Earth.kilometres(latitude, longitude, airport.latitude(), airport.longitude()));
    }
    assertEquals(nearest, index.nearest(latitude, longitude).kilometres(), 1e-6);
  }
}
