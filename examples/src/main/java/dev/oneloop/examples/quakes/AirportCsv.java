package dev.oneloop.examples.quakes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the bundled list of airports: {@code iata,name,city,state,country,latitude,longitude}. */
final class AirportCsv {
  private static final String BUNDLED = "airports.csv";

  private AirportCsv() {}

  static List<Airport> bundled() throws IOException {
    InputStream in = Objects.requireNonNull(AirportCsv.class.getResourceAsStream(BUNDLED), BUNDLED);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(AirportCsv::parse).toList();
    }
  }

  private static Airport parse(String line) {
    List<String> fields = split(line);
    return new Airport(
        fields.get(0),
        fields.get(1),
        Double.parseDouble(fields.get(5)),
        Double.parseDouble(fields.get(6)));
  }

  /** Splits at commas outside of quotes; a doubled quote inside of quotes is one quote. */
  static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
