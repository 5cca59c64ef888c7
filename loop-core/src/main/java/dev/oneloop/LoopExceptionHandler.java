package dev.oneloop;

/**
 * The one place where failures end that nobody handles: tasks that threw, coroutines, futures and
 * Rx streams that failed unobserved.
 *
 * <p>Called on the loop's thread where the failure happened there, else on the thread where it was
 * noticed. If the handler itself throws, the failure goes to {@link #standard()} and the handler's
 * own exception is added to it as a suppressed one.
 */
@FunctionalInterface
public interface LoopExceptionHandler {

  void handle(EventLoop loop, LoopFailure failure);

  /**
   * The handler of loops that are given none: it hands the throwable to the uncaught exception
   * handler of the current thread, or, where the thread has none of its own, prints it to the
   * system logger {@code dev.oneloop}.
   */
  static LoopExceptionHandler standard() {
    return StandardExceptionHandler.INSTANCE;
  }
}
