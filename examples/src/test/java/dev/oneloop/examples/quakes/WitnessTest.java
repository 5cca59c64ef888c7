package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private final Witness witness = new Witness();

  @Test
  void oneAfterTheOtherIsNoOverlapWhateverTheThread() {
    witness.watch(() -> {});
    onAnotherThread(() -> witness.watch(() -> {}));

    assertEquals(0, witness.overlaps());
    assertEquals(2, witness.threads());
    assertEquals(Set.of(Thread.currentThread().getName(), "other"), witness.threadNames());
  }

  @Test
  void twoAtOnceAreCaught() {
    witness.watch(() -> onAnotherThread(() -> witness.watch(() -> {})));

    assertEquals(1, witness.overlaps());
  }

  private static void onAnotherThread(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    new Thread(
            () -> {
              action.run();
              done.complete(null);
            },
            "other")
        .start();
    done.join();
  }
}
