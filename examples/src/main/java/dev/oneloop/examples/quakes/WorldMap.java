package dev.oneloop.examples.quakes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The coasts and borders of the world, from a TopoJSON file, in degrees, north up. */
final class WorldMap {
  private static final String BUNDLED = "world-110m.json";

  private final Path2D.Double lines = new Path2D.Double();
  private double scaleX = 1;
  private double scaleY = 1;
  private double west;
  private double south;

  private WorldMap() {}

  /** Longitude is x, latitude is minus y. */
  static Path2D bundled() throws IOException {
    WorldMap map = new WorldMap();
    try (InputStream in =
            Objects.requireNonNull(WorldMap.class.getResourceAsStream(BUNDLED), BUNDLED);
        JsonParser json = new JsonFactory().createParser(in)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "transform" -> map.readTransform(json);
          case "arcs" -> map.readArcs(json);
          default -> json.skipChildren();
        }
      }
    }
    return map.lines;
  }

  private void readTransform(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean scale = json.currentName().equals("scale");
      json.nextToken();
      json.nextToken();
      double x = json.getDoubleValue();
      json.nextToken();
      double y = json.getDoubleValue();
      json.nextToken();
      if (scale) {
        scaleX = x;
        scaleY = y;
      } else {
        west = x;
        south = y;
      }
    }
  }

  /** Each point is relative to the one before it, in steps of the scale. */
  private void readArcs(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      int x = 0;
      int y = 0;
      boolean first = true;
      while (json.nextToken() == JsonToken.START_ARRAY) {
        x += json.nextIntValue(0);
        y += json.nextIntValue(0);
        json.nextToken();
        double longitude = west + x * scaleX;
        double latitude = south + y * scaleY;
        if (first) {
          lines.moveTo(longitude, -latitude);
          first = false;
        } else {
          lines.lineTo(longitude, -latitude);
        }
      }
    }
  }
}
