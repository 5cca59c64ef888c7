package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gathers what reaches RxJava's error handler, and leaves RxJava's hooks as they were. */
abstract class RxTestBase {
  private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

  @BeforeEach
  final void gatherErrors() {
    RxJavaPlugins.reset();
    RxJavaPlugins.setErrorHandler(errors::add);
  }

  @AfterEach
  final void noErrorIsLeft() {
    RxJavaPlugins.reset();
    assertEquals(List.of(), List.copyOf(errors), "Errors that the test did not expect");
  }

  /** What was reported since the last call. */
  final List<Throwable> takeErrors() {
    List<Throwable> taken = new ArrayList<>();
    for (Throwable error; (error = errors.poll()) != null; ) {
      taken.add(error.getCause() == null ? error : error.getCause());
    }
    return taken;
  }
}
