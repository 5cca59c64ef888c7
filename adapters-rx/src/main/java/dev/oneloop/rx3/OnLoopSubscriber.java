package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.exceptions.MissingBackpressureException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Between a source on any thread and a receiver on the loop: whatever happens, items, end, requests
 * or cancellation, has {@link #drain} run on the loop, once at a time.
 */
abstract class OnLoopSubscriber<T> implements FlowableSubscriber<T>, Subscription, Runnable {
  final Subscriber<? super T> downstream;
  private final Scheduler.Worker worker;

  /** What happened since the drain began to look; it goes on until nothing has. */
  private final AtomicInteger news = new AtomicInteger();

  private final AtomicLong requested = new AtomicLong();
  private @Nullable Subscription upstream;
  private volatile boolean cancelled;

  /** Written before {@link #done}. */
  private @Nullable Throwable error;

  private volatile boolean done;

  OnLoopSubscriber(Subscriber<? super T> downstream, LoopScheduler scheduler) {
    this.downstream = downstream;
    this.worker = scheduler.createWorker();
  }

  /** How many items to ask for at first. */
  abstract long firstRequest();

  /** Keeps an item for the drain. On the source's thread. */
  abstract void keep(T item);

  /** Takes the next item that was kept, or null. On the loop. */
  abstract @Nullable T take();

  /** Whether there is none. On the loop. */
  abstract boolean isEmpty();

  /** Forgets what was kept. On the loop. */
  abstract void clear();

  /** How many items one task delivers. */
  abstract int sliceSize();

  /** An item was delivered. On the loop. */
  void delivered(Subscription source) {}

  @Override
  public final void onSubscribe(Subscription source) {
    if (upstream != null) {
      source.cancel();
      RxJavaPlugins.onError(new IllegalStateException("Subscribed to a second source: " + source));
      return;
    }
    upstream = source;
    downstream.onSubscribe(this);
    source.request(firstRequest());
  }

  @Override
  public final void onNext(T item) {
    if (!done && !cancelled) {
      keep(item);
      wake();
    }
  }

  @Override
  public final void onError(Throwable failure) {
    if (done) {
      RxJavaPlugins.onError(failure);
      return;
    }
    error = failure;
    done = true;
    wake();
  }

  @Override
  public final void onComplete() {
    done = true;
    wake();
  }

  @Override
  public final void request(long n) {
    if (n <= 0) {
      // Subscribers that are not RxJava's own are shielded by RxJava, which fails their stream.
      RxJavaPlugins.onError(new IllegalArgumentException("Requested " + n + " items"));
      return;
    }
    requested.getAndAccumulate(
        n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
    wake();
  }

  @Override
  public final void cancel() {
    cancelled = true;
    cancelUpstream();
    // A drain that runs or is to run sees to the rest; where there is none, none will begin any
    // more.
    if (news.getAndIncrement() == 0) {
      end();
    }
  }

  private void end() {
    worker.dispose();
    clear();
  }

  /**
   * The source has sent more than it was asked for, and there is no room. On the source's thread.
   */
  final void overflow() {
    cancelUpstream();
    onError(new MissingBackpressureException("The source sent more items than it was asked for"));
  }

  private void cancelUpstream() {
    Subscription source = upstream;
    if (source != null) {
      source.cancel();
    }
  }

  private void wake() {
    if (news.getAndIncrement() == 0) {
      worker.schedule(this);
    }
  }

  /** Delivers a slice. Begins again in a later turn if there is more, or there are news. */
  @Override
  public final void run() {
    int seen = news.get();
    drain();
    if (cancelled) {
      end();
    } else if (hasMore() || news.addAndGet(-seen) != 0) {
      worker.schedule(this);
    }
  }

  private boolean hasMore() {
    return !isEmpty() && requested.get() > 0;
  }

  private void drain() {
    for (int left = sliceSize(); left > 0 && requested.get() > 0 && !cancelled; left--) {
      T item = take();
      if (item == null) {
        break;
      }
      downstream.onNext(item);
      requested.getAndUpdate(n -> n == Long.MAX_VALUE ? n : n - 1);
      Subscription source = upstream;
      if (source != null) {
        delivered(source);
      }
    }
    if (!cancelled && done && isEmpty()) {
      cancelled = true;
      Throwable failure = error;
      if (failure == null) {
        downstream.onComplete();
      } else {
        downstream.onError(failure);
      }
    }
  }
}
