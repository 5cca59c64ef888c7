package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableTransformer;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeTransformer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleTransformer;

/**
 * A step for the {@code compose} of streams of every kind.
 *
 * @param <T> the type of the items
 */
public interface AnyTransformer<T>
    extends StreamTransformer<T>,
        SingleTransformer<T, T>,
        MaybeTransformer<T, T>,
        CompletableTransformer {
  @Override
  Single<T> apply(Single<T> upstream);

  @Override
  Maybe<T> apply(Maybe<T> upstream);

  @Override
  Completable apply(Completable upstream);
}
