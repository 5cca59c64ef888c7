package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;

/** See {@link LoopTransformers#observeLatestPerTurn}. */
final class LatestTransformer<T> implements StreamTransformer<T> {
  private final LoopScheduler scheduler;

  LatestTransformer(LoopScheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public Flowable<T> apply(Flowable<T> upstream) {
    return new LatestFlowable<>(upstream, scheduler);
  }

  @Override
  public Observable<T> apply(Observable<T> upstream) {
    // Never short of requests: the next step asks for everything.
    return apply(upstream.toFlowable(BackpressureStrategy.MISSING)).toObservable();
  }
}
