package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What makes a name differ from run to run is taken out of it. */
class StableNamesTest {
  @Test
  void identityHashesGo() {
    assertEquals("Object", StableNames.of(new Object()));
    assertEquals("Job{Active}", StableNames.of("kotlinx.coroutines.Job{Active}@1f2e3d4"));
  }

  @Test
  void numbersOfLambdasGo() {
    Runnable lambda = () -> {};
    assertEquals("StableNamesTest$$Lambda", StableNames.of(lambda));
    assertEquals("A$$Lambda", StableNames.of("A$$Lambda$14/0x0000000800c03000@5ca881b5"));
    assertEquals("A$$Lambda", StableNames.of("A$$Lambda/0x000000080012@0"));
  }

  @Test
  void packagesGoAndTheRestStays() {
    assertEquals(
        "Continuation at MainKt$main$1.invokeSuspend(Main.kt:7)",
        StableNames.of("Continuation at com.example.MainKt$main$1.invokeSuspend(Main.kt:7)"));
    assertEquals("to someone@example.org", StableNames.of("to someone@example.org"));
  }

  @Test
  void whatCannotNameItselfIsNamedByItsClass() {
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no name");
          }
        };
    assertEquals("StableNamesTest$1", StableNames.of(broken));
    assertEquals("null", StableNames.of(null));
  }
}
