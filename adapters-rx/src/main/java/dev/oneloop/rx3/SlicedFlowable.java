package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.operators.SpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** See {@link LoopTransformers#observeOnSliced}. */
final class SlicedFlowable<T> extends Flowable<T> {
  private final Flowable<T> source;
  private final LoopScheduler scheduler;
  private final int sliceSize;

  SlicedFlowable(Flowable<T> source, LoopScheduler scheduler, int sliceSize) {
    this.source = source;
    this.scheduler = scheduler;
    this.sliceSize = sliceSize;
  }

  @Override
  protected void subscribeActual(Subscriber<? super T> subscriber) {
    source.subscribe(new Sliced<>(subscriber, scheduler, sliceSize));
  }

  private static final class Sliced<T> extends OnLoopSubscriber<T> {
    private final int sliceSize;
    private final int capacity;
    private final SpscArrayQueue<T> queue;

    /** Delivered since the last request. Confined to the loop. */
    private int consumed;

    Sliced(Subscriber<? super T> downstream, LoopScheduler scheduler, int sliceSize) {
      super(downstream, scheduler);
      this.sliceSize = sliceSize;
      // Room for one slice to arrive while another one is delivered.
      this.capacity = (int) Math.min(2L * sliceSize, 1 << 20);
      this.queue = new SpscArrayQueue<>(capacity);
    }

    @Override
    long firstRequest() {
      return capacity;
    }

    @Override
    void keep(T item) {
      if (!queue.offer(item)) {
        overflow();
      }
    }

    @Override
    @Nullable T take() {
      return queue.poll();
    }

    @Override
    boolean isEmpty() {
      return queue.isEmpty();
    }

    @Override
    void clear() {
      queue.clear();
    }

    @Override
    int sliceSize() {
      return sliceSize;
    }

    @Override
    void delivered(Subscription source) {
      int step = Math.max(1, capacity >> 1);
      if (++consumed == step) {
        consumed = 0;
        source.request(step);
      }
    }
  }
}
