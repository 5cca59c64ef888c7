package dev.oneloop.examples.quakes;

import dev.oneloop.LoopBuilder;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import java.awt.EventQueue;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Who runs the loop. */
enum Driver {
  /** A thread of the loop's own. */
  THREAD {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.start();
    }
  },
  /** The main thread, which calls the loop. */
  MANUAL {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.manual();
    }
  },
  /** A thread of the loop's own that sleeps in a NIO selector. */
  SELECTOR {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.selecting();
    }
  },
  /** The event thread of AWT and Swing, as a guest of that run loop. */
  SWING {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      // Nothing is shown on a screen, so none is needed.
      System.setProperty("java.awt.headless", "true");
      return builder.on(EventQueue::invokeLater);
    }
  },
  /** The main thread, in virtual time: as fast as it goes, and the same every time. */
  SIMULATED {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.simulated();
    }
  };

  abstract ManagedLoop open(LoopBuilder builder);

  boolean isSimulated() {
    return this == SIMULATED;
  }

  /** Waits for a result, and runs the loop meanwhile if nobody else does. */
  void await(ManagedLoop loop, CompletableFuture<?> result)
      throws ExecutionException, InterruptedException {
    if (loop instanceof ManualLoop mine) {
      mine.runUntilComplete(result);
    } else {
      result.get();
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
