package dev.oneloop.testkit.explore.bugs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.oneloop.SimulatedLoop;
import dev.oneloop.cf.LoopExecutor;
import java.time.Duration;

/**
 * A payment is booked when the bank replies, and given back when it does not in time. Broken: that
 * it is still open is looked at one hop before it is booked, and in between the time may be up.
 */
final class TimeoutOrReply {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final LoopExecutor executor;
  private final boolean looksAgain;
  private boolean open = true;
  private boolean booked;
  private boolean givenBack;

  private TimeoutOrReply(SimulatedLoop loop, boolean looksAgain) {
    this.executor = LoopExecutor.of(loop);
    this.looksAgain = looksAgain;
  }

  static void broken(SimulatedLoop loop) {
    run(loop, new TimeoutOrReply(loop, false));
  }

  static void fixed(SimulatedLoop loop) {
    run(loop, new TimeoutOrReply(loop, true));
  }

  private static void run(SimulatedLoop loop, TimeoutOrReply payment) {
    payment.start();
    loop.runUntilQuiescent();
    assertFalse(payment.booked && payment.givenBack, "booked and given back");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the fields tell how it ends
  private void start() {
    executor.delay(TIMEOUT).thenRun(this::timeIsUp);
    executor.offload(executor, () -> "receipt 17").thenAccept(this::replied);
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void replied(String receipt) {
    if (open) {
      executor.supplyAsync(() -> "filed " + receipt).thenAccept(this::book);
    }
  }

  private void book(String filed) {
    if (open || !looksAgain) {
      open = false;
      booked = true;
    }
  }

  private void timeIsUp() {
    if (open) {
      open = false;
      givenBack = true;
    }
  }
}
