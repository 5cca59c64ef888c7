package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.Registration;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.CancellationException;

/** See {@link LoopTransformers#untilClosed}. */
final class UntilClosed<T> implements AnyTransformer<T> {
  private final EventLoop loop;

  /** Completes when the loop shuts down. */
  private final Completable closed;

  UntilClosed(EventLoop loop) {
    this.loop = loop;
    this.closed =
        Completable.create(emitter -> {
          Registration hook = loop.onShutdown(emitter::onComplete);
          emitter.setCancellable(hook::close);
        });
  }

  @Override
  public Flowable<T> apply(Flowable<T> upstream) {
    return upstream.takeUntil(closed.toFlowable());
  }

  @Override
  public Observable<T> apply(Observable<T> upstream) {
    return upstream.takeUntil(closed.toObservable());
  }

  @Override
  public Maybe<T> apply(Maybe<T> upstream) {
    return upstream.takeUntil(closed.toMaybe());
  }

  @Override
  public Single<T> apply(Single<T> upstream) {
    return Single.ambArray(upstream, cancelled().andThen(Single.never()));
  }

  @Override
  public Completable apply(Completable upstream) {
    return Completable.ambArray(upstream, cancelled());
  }

  private Completable cancelled() {
    return closed.andThen(
        Completable.error(
            () -> new CancellationException(loop + " shut down before the stream had ended")));
  }
}
