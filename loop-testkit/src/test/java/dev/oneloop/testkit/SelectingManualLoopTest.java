package dev.oneloop.testkit;

import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;

class SelectingManualLoopTest extends ManualLoopContract {
  @Override
  protected ManualLoop newLoop(LoopExceptionHandler handler) {
    return Loops.builder().exceptionHandler(handler).selectingManual();
  }
}
