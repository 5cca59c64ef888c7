package dev.oneloop.examples.quakes;

import dev.oneloop.LoopMetrics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;

/**
 * What a replay came to, and what it proves.
 *
 * @param expected how many events were replayed
 * @param metrics of the loop, at the end
 * @param real how long it took
 * @param recorded how much recorded time passed on the loop's clock
 */
record Summary(
    Driver driver,
    int expected,
    Board board,
    LoopMetrics metrics,
    Duration real,
    Duration recorded) {

  /** Whether every style saw every event, and no two ever touched the state at once. */
  boolean holds() {
    for (Style style : Style.values()) {
      if (board.seenBy(style) != expected) {
        return false;
      }
    }
    return board.witness().overlaps() == 0;
  }

  void print(PrintStream out) {
    Witness witness = board.witness();
    out.println();
    out.println("driver: " + driver + ", on " + String.join(", ", witness.threadNames()));
    out.println("events: " + seen());
    out.println("threads: " + witness.threads());
    out.println("two at once: " + (witness.overlaps() == 0 ? "never" : witness.overlaps()));
    out.println("order digest: " + board.orderDigest());
    out.println(busiestAirport());
    out.println(
        Words.format("tasks: %,d, of which timers: %,d", metrics.tasksRun(), metrics.timersRun()));
    out.println(
        Words.format(
            "elapsed: %.2f s real, %s simulated", real.toMillis() / 1e3, Words.days(recorded)));
  }

  private String seen() {
    StringBuilder text = new StringBuilder();
    boolean equal = true;
    for (Style style : Style.values()) {
      int seen = board.seenBy(style);
      equal &= seen == expected;
      text.append(style).append(' ').append(Words.number(seen)).append(", ");
    }
    return text.append(equal ? "equal" : "but there were " + Words.number(expected)).toString();
  }

  private String busiestAirport() {
    return board.airports().entrySet().stream()
        .max(
            Map.Entry.<Airport, Integer>comparingByValue()
                .thenComparing(entry -> entry.getKey().code(), Comparator.reverseOrder()))
        .map(most ->
            Words.format(
                "busiest airport: %s, nearest to %,d events",
                most.getKey().name(), most.getValue()))
        .orElse("busiest airport: none");
  }
}
