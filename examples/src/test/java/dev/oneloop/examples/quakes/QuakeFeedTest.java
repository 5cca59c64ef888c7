package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuakeFeedTest {
  @TempDir Path folder;

  @Test
  void bundledWeekIsWholeAndInOrder() throws FeedException {
    List<Quake> quakes = QuakeFeed.bundled();

    assertEquals(1707, quakes.size());
    assertEquals(quakes.stream().sorted(Comparator.comparing(Quake::time)).toList(), quakes);
    assertEquals(Instant.parse("2018-01-31T01:49:59.650Z"), quakes.get(0).time());
    assertEquals(Instant.parse("2018-02-07T01:26:13.840Z"), quakes.get(1706).time());
  }

  @Test
  void fieldsAreReadAndOthersSkipped() throws Exception {
    Path file =
        write(
            """
            {"metadata": {"count": 1, "features": "not these"}, "features": [
              {"bbox": [1, [2]], "id": "q1",
               "properties": {"time": 1517967970000, "mag": 4, "place": "here", "more": {"a": 1}},
               "geometry": {"type": "Point", "coordinates": [-118.5, 34.25, 7.5]}}]}
            """);

    assertEquals(
        List.of(new Quake("q1", Instant.parse("2018-02-07T01:46:10Z"), 4, "here", 34.25, -118.5)),
        QuakeFeed.read(file));
  }

  @Test
  void magnitudeAndPlaceMayBeUnknown() throws Exception {
    Path file = write(feature("\"time\": 1, \"mag\": null, \"place\": null", "[0, 0]"));

    Quake quake = QuakeFeed.read(file).get(0);

    assertTrue(Double.isNaN(quake.magnitude()));
    assertEquals("M? an unnamed place", quake.describe());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                   | expected a GeoJSON feature collection
          []                                   | expected a GeoJSON feature collection
          {}                                   | there are no "features"
          {"features": 1}                      | "features" must be an array
          {"features": []}                     | the feed holds no events
          {"features": [1]}                    | a feature must be an object
          {"features": [{"id": 1}]}            | "id" must be a string
          {"features": [{}]}                   | a feature has no "id"
          {"features": [{"id": "a"}]}          | a feature has no "time"
          {"features": [{"properties": 1}]}    | "properties" must be an object
          {"features": [{"geometry": null}]}   | "geometry" must be an object
          {"features": [                       | Unexpected end-of-input
          this is not JSON                     | Unrecognized token
          """)
  void malformedFeedIsRefusedWithPlaceAndReason(String text, String reason) throws IOException {
    Path file = write(text);

    String message = refusal(file);

    assertTrue(message.startsWith(file + ":1:"), message);
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "time": "noon"              | [0, 0]   | "time" must be in milliseconds since 1970
          "time": 9223372036854775807 | [0, 0]   | not between 1900 and 2100
          "time": 92233720368547758070| [0, 0]   | out of range
          "time": 1, "mag": "big"     | [0, 0]   | the mag must be a number
          "time": 1                   | [0]      | the latitude must be a number
          "time": 1                   | [0, 91]  | q has no "coordinates" on Earth
          "time": 1                   | 7        | "coordinates" must be an array
          """)
  void badFieldIsNamed(String properties, String coordinates, String reason) throws IOException {
    Path file = write(feature(properties, coordinates));

    String message = refusal(file);

    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void missingFileAndFolderAreNamed() {
    Path missing = folder.resolve("missing.json");

    assertEquals("there is no file " + missing, refusal(missing));
    assertEquals(folder + " is a directory, not a feed", refusal(folder));
  }

  private static String refusal(Path file) {
    FeedException refused = assertThrows(FeedException.class, () -> QuakeFeed.read(file));
    return Objects.requireNonNull(refused.getMessage());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("feed.json"), text);
  }

  private static String feature(String properties, String coordinates) {
    return """
    {"features": [{"id": "q", "properties": {%s}, "geometry": {"coordinates": %s}}]}
    """
        .formatted(properties, coordinates);
  }
}
