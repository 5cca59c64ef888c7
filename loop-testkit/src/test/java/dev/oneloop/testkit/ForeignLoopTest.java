package dev.oneloop.testkit;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopExceptionHandler;

class ForeignLoopTest extends EventLoopContract {
  @Override
  protected EventLoop newLoop(LoopExceptionHandler handler) {
    return new ForeignLoop(handler);
  }

  @Override
  protected void close(EventLoop loop) throws InterruptedException {
    ((ForeignLoop) loop).end();
  }
}
