package dev.oneloop.rx3;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.Registration;
import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;

/**
 * Ties RxJava's global hooks to loops.
 *
 * <p>Each method adds to what is installed and returns a handle that takes off just that, in any
 * order; with the last one, the handler that was there before returns. The hooks are global to the
 * process: install them where the program starts, or close the handles at the end of a test.
 *
 * <p>All methods may be called from any thread. They throw {@link IllegalStateException} after
 * {@link RxJavaPlugins#lockdown()}.
 */
public final class LoopRxPlugins {
  private LoopRxPlugins() {}

  /**
   * Sends errors that no observer takes, what tasks throw included, to the exception handler of the
   * loop on which they happen.
   *
   * <p>Errors that happen elsewhere go to the handler that was installed before; where there was
   * none, to this loop as well. The loop's handler gets what was thrown, without RxJava's {@link
   * UndeliverableException} around it.
   */
  public static Registration routeErrorsToLoop(EventLoop loop) {
    return new ErrorLayer(Objects.requireNonNull(loop, "loop")).install();
  }

  /**
   * Makes RxJava's blocking operators throw a {@link BlockedLoopException} on any loop's thread,
   * inside its tasks, instead of waiting there for ever.
   *
   * <p>What RxJava's {@code failOnNonBlockingScheduler} forbids besides, on its own threads, it
   * forbids now, too. Waiting by means of the JDK, such as {@code toFuture().get()}, is not seen.
   */
  public static Registration failOnBlocking() {
    return BlockingLayer.add(EventLoop::current);
  }

  /** As {@link #failOnBlocking()}, for one loop, on all of its host's thread. */
  public static Registration failOnBlocking(EventLoop loop) {
    Objects.requireNonNull(loop, "loop");
    return BlockingLayer.add(() -> loop.isLoopThread() ? loop : null);
  }
}
