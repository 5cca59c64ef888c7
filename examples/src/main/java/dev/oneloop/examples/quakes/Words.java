package dev.oneloop.examples.quakes;

import java.time.Duration;
import java.util.Locale;

/** How numbers are put for people: the same in every locale. */
final class Words {
  private Words() {}

  @SuppressWarnings("AnnotateFormatMethod") // not worth a dependency on the annotation
  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static String number(long number) {
    return format("%,d", number);
  }

  static String events(int events) {
    return number(events) + (events == 1 ? " event" : " events");
  }

  static String rate(double hourlyRate) {
    return format("%.1f/h", hourlyRate);
  }

  static String days(Duration time) {
    return format(
        "%d d %02d:%02d:%02d",
        time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
  }

  static String magnitude(double magnitude) {
    return Double.isNaN(magnitude) ? "M?" : format("M%.1f", magnitude);
  }

  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }
}
