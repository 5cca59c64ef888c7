package dev.oneloop.examples.quakes;

import java.time.Instant;

/** What is shown while the replay runs. Called on the loop. */
interface Display {
  /** A day of the recording is over. */
  void dayEnded(DayStatistics day, double hourlyRate);

  /** There is news on the board. */
  void refresh(Board board, Instant now);
}
