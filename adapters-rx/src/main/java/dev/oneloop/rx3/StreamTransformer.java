package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.ObservableTransformer;

/**
 * A step for the {@code compose} of streams of many items.
 *
 * @param <T> the type of the items
 */
public interface StreamTransformer<T>
    extends FlowableTransformer<T, T>, ObservableTransformer<T, T> {
  @Override
  Flowable<T> apply(Flowable<T> upstream);

  @Override
  Observable<T> apply(Observable<T> upstream);
}
