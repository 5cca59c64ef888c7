package dev.oneloop.rx3;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import dev.oneloop.Registration;
import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.functions.BooleanSupplier;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private static final HandlerStack<Consumer<? super Throwable>, EventLoop> ERRORS =
      new HandlerStack<>(
          RxJavaPlugins::getErrorHandler,
          RxJavaPlugins::setErrorHandler,
          LoopRxPlugins::dispatchError);

  private static final HandlerStack<BooleanSupplier, Supplier<@Nullable EventLoop>> BLOCKING =
      new HandlerStack<>(
          RxJavaPlugins::getOnBeforeBlocking,
          RxJavaPlugins::setOnBeforeBlocking,
          LoopRxPlugins::checkBlocking);

  /** RxJava's flag from before the first layer. Guarded by {@link #BLOCKING}. */
  private static boolean failedBefore;

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
    return ERRORS.add(Objects.requireNonNull(loop, "loop"));
  }

  /**
   * Makes RxJava's blocking operators throw a {@link BlockedLoopException} on any loop's thread,
   * inside its tasks, instead of waiting there for ever.
   *
   * <p>What RxJava's {@code failOnNonBlockingScheduler} forbids besides, on its own threads, it
   * forbids now, too. Waiting by means of the JDK, such as {@code toFuture().get()}, is not seen.
   */
  public static Registration failOnBlocking() {
    return addBlocking(EventLoop::current);
  }

  /** As {@link #failOnBlocking()}, for one loop, on all of its host's thread. */
  public static Registration failOnBlocking(EventLoop loop) {
    Objects.requireNonNull(loop, "loop");
    return addBlocking(() -> loop.isLoopThread() ? loop : null);
  }

  private static void dispatchError(Throwable error) throws Throwable {
    EventLoop newest = null;
    for (EventLoop loop : ERRORS.layers()) {
      if (loop.inEventLoop()) {
        report(loop, error);
        return;
      }
      newest = newest == null ? loop : newest;
    }
    Consumer<? super Throwable> base = ERRORS.base();
    if (base != null) {
      base.accept(error);
    } else if (newest != null) {
      report(newest, error);
    }
  }

  private static void report(EventLoop loop, Throwable error) {
    Throwable cause = error instanceof UndeliverableException ? error.getCause() : null;
    loop.report(
        LoopFailure.of(
            "An error in RxJava found no observer to take it", cause == null ? error : cause));
  }

  private static Registration addBlocking(Supplier<@Nullable EventLoop> blockedLoop) {
    synchronized (BLOCKING) {
      boolean before = RxJavaPlugins.isFailOnNonBlockingScheduler();
      boolean first = BLOCKING.layers().isEmpty();
      Registration layer = BLOCKING.add(blockedLoop);
      RxJavaPlugins.setFailOnNonBlockingScheduler(true);
      if (first) {
        failedBefore = before;
      }
      return () -> {
        synchronized (BLOCKING) {
          layer.close();
          if (BLOCKING.layers().isEmpty()) {
            RxJavaPlugins.setFailOnNonBlockingScheduler(failedBefore);
          }
        }
      };
    }
  }

  private static boolean checkBlocking() throws Throwable {
    for (Supplier<@Nullable EventLoop> layer : BLOCKING.layers()) {
      EventLoop loop = layer.get();
      if (loop != null) {
        throw new BlockedLoopException(loop, "a blocking operator of RxJava");
      }
    }
    BooleanSupplier base = BLOCKING.base();
    return base != null && base.getAsBoolean();
  }
}
