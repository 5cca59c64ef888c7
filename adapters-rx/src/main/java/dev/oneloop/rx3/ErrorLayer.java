package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopFailure;
import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;

/** See {@link LoopRxPlugins#routeErrorsToLoop}. */
final class ErrorLayer extends Layer<Consumer<? super Throwable>> implements Consumer<Throwable> {
  private static final Slot<Consumer<? super Throwable>> SLOT =
      new Slot<>(RxJavaPlugins::getErrorHandler, RxJavaPlugins::setErrorHandler);

  private final EventLoop loop;

  ErrorLayer(EventLoop loop) {
    super(SLOT);
    this.loop = loop;
  }

  @Override
  Consumer<? super Throwable> handler() {
    return this;
  }

  @Override
  public void accept(Throwable error) throws Throwable {
    EventLoop newest = null;
    Consumer<? super Throwable> next = this;
    while (next instanceof ErrorLayer layer) {
      if (!layer.isClosed()) {
        if (layer.loop.inEventLoop()) {
          report(layer.loop, error);
          return;
        }
        newest = newest == null ? layer.loop : newest;
      }
      next = layer.below();
    }
    if (next != null) {
      next.accept(error);
    } else if (newest != null) {
      report(newest, error);
    } else {
      uncaught(error);
    }
  }

  private static void report(EventLoop loop, Throwable error) {
    Throwable cause = error instanceof UndeliverableException ? error.getCause() : null;
    loop.report(
        LoopFailure.of(
            "An error in RxJava found no observer to take it", cause == null ? error : cause));
  }

  /** Nobody is left below somebody's handler that still passes errors on to here. */
  private static void uncaught(Throwable error) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
  }
}
