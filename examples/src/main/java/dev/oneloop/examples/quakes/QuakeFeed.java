package dev.oneloop.examples.quakes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the GeoJSON feeds of the U.S. Geological Survey. */
final class QuakeFeed {
  private static final String BUNDLED = "earthquakes.json";
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private final String name;
  private final JsonParser json;
  private final List<Quake> quakes = new ArrayList<>();

  private QuakeFeed(String name, JsonParser json) {
    this.name = name;
    this.json = json;
  }

  /** The events of a file, in order of time; at least one. */
  static List<Quake> read(Path file) throws FeedException {
    if (Files.isDirectory(file)) {
      throw new FeedException(file + " is a directory, not a feed");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new FeedException("there is no file " + file);
    } catch (AccessDeniedException e) {
      throw new FeedException(file + " may not be read by this user");
    } catch (IOException e) {
      throw new FeedException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** The week that comes with this program. */
  static List<Quake> bundled() throws FeedException {
    try (InputStream in =
        Objects.requireNonNull(QuakeFeed.class.getResourceAsStream(BUNDLED), BUNDLED)) {
      return read(BUNDLED, in);
    } catch (IOException e) {
      throw new FeedException("cannot read the bundled feed: " + e.getMessage());
    }
  }

  private static List<Quake> read(String name, InputStream in) throws IOException, FeedException {
    try (JsonParser json = new JsonFactory().createParser(in)) {
      QuakeFeed feed = new QuakeFeed(name, json);
      try {
        feed.readCollection();
      } catch (JacksonException e) {
        throw feed.malformed(firstLine(e.getOriginalMessage()));
      }
      feed.quakes.sort(Comparator.comparing(Quake::time));
      return List.copyOf(feed.quakes);
    }
  }

  private void readCollection() throws IOException, FeedException {
    boolean features = false;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw malformed("expected a GeoJSON feature collection");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = json.currentName().equals("features");
      if (wanted && json.nextToken() == JsonToken.START_ARRAY) {
        features = true;
        readFeatures();
      } else if (wanted) {
        throw malformed("\"features\" must be an array");
      } else {
        skipValue();
      }
    }
    if (!features) {
      throw malformed("expected a GeoJSON feature collection, but there are no \"features\"");
    }
    if (quakes.isEmpty()) {
      throw malformed("the feed holds no events");
    }
  }

  private void readFeatures() throws IOException, FeedException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw malformed("a feature must be an object");
      }
      Fields fields = new Fields();
      readFeature(fields);
      quakes.add(toQuake(fields));
    }
  }

  private void readFeature(Fields fields) throws IOException, FeedException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "id" -> fields.id = nextString("id");
        case "properties" -> readProperties(fields);
        case "geometry" -> readGeometry(fields);
        default -> skipValue();
      }
    }
  }

  private void readProperties(Fields fields) throws IOException, FeedException {
    expect(JsonToken.START_OBJECT, "\"properties\" must be an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "time" -> {
          expect(JsonToken.VALUE_NUMBER_INT, "\"time\" must be in milliseconds since 1970");
          fields.time = Instant.ofEpochMilli(json.getLongValue());
        }
        case "mag" -> {
          if (json.nextToken() != JsonToken.VALUE_NULL) {
            fields.magnitude = number("mag");
          }
        }
        case "place" -> fields.place = nextString("place");
        default -> skipValue();
      }
    }
  }

  private void readGeometry(Fields fields) throws IOException, FeedException {
    expect(JsonToken.START_OBJECT, "\"geometry\" must be an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (json.currentName().equals("coordinates")) {
        expect(JsonToken.START_ARRAY, "\"coordinates\" must be an array");
        json.nextToken();
        fields.longitude = number("longitude");
        json.nextToken();
        fields.latitude = number("latitude");
        while (json.nextToken() != JsonToken.END_ARRAY) {
          json.skipChildren();
        }
      } else {
        skipValue();
      }
    }
  }

  private Quake toQuake(Fields fields) throws FeedException {
    String id = fields.id;
    Instant time = fields.time;
    if (id == null || time == null) {
      throw malformed("a feature has no \"" + (id == null ? "id" : "time") + "\"");
    }
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw malformed("the time of " + id + " is " + time + ", not between 1900 and 2100");
    }
    if (!(Math.abs(fields.latitude) <= 90) || !(Math.abs(fields.longitude) <= 360)) {
      throw malformed(id + " has no \"coordinates\" on Earth");
    }
    String place = fields.place == null ? "an unnamed place" : fields.place;
    return new Quake(id, time, fields.magnitude, place, fields.latitude, fields.longitude);
  }

  private @Nullable String nextString(String field) throws IOException, FeedException {
    return switch (json.nextToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      default -> throw malformed("\"" + field + "\" must be a string");
    };
  }

  private double number(String field) throws IOException, FeedException {
    if (!json.currentToken().isNumeric()) {
      throw malformed("the " + field + " must be a number");
    }
    return json.getDoubleValue();
  }

  private void expect(JsonToken token, String orElse) throws IOException, FeedException {
    if (json.nextToken() != token) {
      throw malformed(orElse);
    }
  }

  private void skipValue() throws IOException {
    json.nextToken();
    json.skipChildren();
  }

  private FeedException malformed(String what) {
    var place = json.currentLocation();
    return new FeedException(
        name + ":" + place.getLineNr() + ":" + place.getColumnNr() + ": " + what);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("malformed JSON");
  }

  /** What is known of a feature while it is read. */
  private static final class Fields {
    @Nullable String id;
    @Nullable Instant time;
    @Nullable String place;
    double magnitude = Double.NaN;
    double latitude = Double.NaN;
    double longitude = Double.NaN;
  }
}
