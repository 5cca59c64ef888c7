package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;

/** See {@link LoopTransformers#observeOnSliced}. */
final class SlicedTransformer<T> implements StreamTransformer<T> {
  private final LoopScheduler scheduler;
  private final int sliceSize;

  SlicedTransformer(LoopScheduler scheduler, int sliceSize) {
    this.scheduler = scheduler;
    this.sliceSize = sliceSize;
  }

  @Override
  public Flowable<T> apply(Flowable<T> upstream) {
    return new SlicedFlowable<>(upstream, scheduler, sliceSize);
  }

  @Override
  public Observable<T> apply(Observable<T> upstream) {
    return apply(upstream.toFlowable(BackpressureStrategy.BUFFER)).toObservable();
  }
}
