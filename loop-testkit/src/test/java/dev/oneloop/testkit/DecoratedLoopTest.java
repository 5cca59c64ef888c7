package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;

/** A loop that decorates, counts and traces its tasks keeps the same promises. */
class DecoratedLoopTest extends ManualLoopContract {
  @Override
  protected ManualLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder()
        .exceptionHandler(handler)
        .taskDecorator(task ->
            () -> {
              task.run();
            })
        .maxPending(1_000_000_000)
        .debug(true)
        .manual();
  }
}
