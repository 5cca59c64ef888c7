package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;

class SelectingLoopTest extends ManagedLoopContract {
  @Override
  protected ManagedLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder().exceptionHandler(handler).selecting();
  }
}
