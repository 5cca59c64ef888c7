package dev.oneloop;

import java.lang.System.Logger.Level;

/** Reports as the JDK reports uncaught exceptions. */
enum StandardExceptionHandler implements LoopExceptionHandler {
  INSTANCE;

  @Override
  public void handle(EventLoop loop, LoopFailure failure) {
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
    if (handler != null && !(handler instanceof ThreadGroup)) {
      handler.uncaughtException(thread, failure.throwable());
      return;
    }
    handler = Thread.getDefaultUncaughtExceptionHandler();
    if (handler != null) {
      handler.uncaughtException(thread, failure.throwable());
      return;
    }
    Throwable origin = failure.origin();
    if (origin != null) {
      failure.throwable().addSuppressed(origin);
    }
    System.getLogger("dev.oneloop")
        .log(Level.ERROR, loop + ": " + failure.message(), failure.throwable());
  }

  /** The last resort: where even this fails, there is nobody left to tell. */
  void handleSafely(EventLoop loop, LoopFailure failure) {
    try {
      handle(loop, failure);
    } catch (RuntimeException | Error e) {
      System.getLogger("dev.oneloop").log(Level.ERROR, "An exception handler failed", e);
    }
  }

  @Override
  public String toString() {
    return "LoopExceptionHandler.standard()";
  }
}
