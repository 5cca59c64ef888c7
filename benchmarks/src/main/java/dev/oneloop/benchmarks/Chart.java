package dev.oneloop.benchmarks;

import java.util.List;
import java.util.Locale;

/** Bars of how far ours is ahead of the best peer, row by row, on a logarithmic scale. */
final class Chart {
  private static final int LINE = 19;
  private static final int LABEL = 420;
  private static final int BEHIND = 170;
  private static final int AHEAD = 270;

  /** Pixels for e times as much. */
  private static final double SCALE = 70;

  private Chart() {}

  static String of(List<Row> rows) {
    int height = LINE * (rows.size() + 2);
    int zero = LABEL + BEHIND;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                + "font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"
                + "<text x=\"10\" y=\"16\" fill=\"#222\">Lead over the best peer, "
                + "logarithmic; left of the line: behind</text>%n",
            zero + AHEAD + 60,
            height));
    int y = LINE;
    for (Row row : rows) {
      double width = Math.max(-BEHIND, Math.min(AHEAD, Math.log(row.lead()) * SCALE));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#222\">%s</text>%n"
                  + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>%n"
                  + "<text x=\"%.1f\" y=\"%d\" fill=\"#222\">%.2f</text>%n",
              LABEL - 8,
              y + 15,
              row.title(),
              width < 0 ? zero + width : zero,
              y + 5,
              Math.abs(width),
              width < 0 ? "#c0504d" : "#2f6f4f",
              (width < 0 ? zero : zero + width) + 6,
              y + 15,
              row.lead()));
      y += LINE;
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#222\"/>%n</svg>%n",
            zero,
            LINE,
            zero,
            y));
    return svg.toString();
  }
}
