package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AirportCsvTest {
  @Test
  void bundledListIsWhole() throws IOException {
    List<Airport> airports = AirportCsv.bundled();

    assertEquals(3376, airports.size());
    assertEquals(new Airport("00M", "Thigpen", 31.95376472, -89.23450472), airports.get(0));
  }

  @Test
  void quotesHideCommasAndThemselves() {
    assertEquals(
        List.of("a", "Savage, Sr.", "W. \"Bud\" B", "", "z"),
        AirportCsv.split("a,\"Savage, Sr.\",\"W. \"\"Bud\"\" B\",,z"));
  }
}
