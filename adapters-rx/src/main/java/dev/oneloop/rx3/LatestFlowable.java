package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** See {@link LoopTransformers#observeLatestPerTurn}. */
final class LatestFlowable<T> extends Flowable<T> {
  private final Flowable<T> source;
  private final LoopScheduler scheduler;

  LatestFlowable(Flowable<T> source, LoopScheduler scheduler) {
    this.source = source;
    this.scheduler = scheduler;
  }

  @Override
  protected void subscribeActual(Subscriber<? super T> subscriber) {
    source.subscribe(new Latest<>(subscriber, scheduler));
  }

  private static final class Latest<T> extends OnLoopSubscriber<T> {
    private final AtomicReference<@Nullable T> latest = new AtomicReference<>();

    Latest(Subscriber<? super T> downstream, LoopScheduler scheduler) {
      super(downstream, scheduler);
    }

    @Override
    long firstRequest() {
      return Long.MAX_VALUE;
    }

    @Override
    void keep(T item) {
      latest.set(item);
    }

    @Override
    @Nullable T take() {
      return latest.getAndSet(null);
    }

    @Override
    boolean isEmpty() {
      return latest.get() == null;
    }

    @Override
    void clear() {
      latest.set(null);
    }

    @Override
    int sliceSize() {
      return 1;
    }
  }
}
