package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An action that goes to the loop when it is subscribed to, and completes when it has run; or when
 * it was disposed, so that one that is called off does not hold up those that the user's function
 * has put behind it.
 */
final class CombinedAction extends Completable
    implements Disposable, SchedulerRunnableIntrospection {
  private final CombinedWorker worker;
  private final long delayNanos;

  /** Null once it was disposed or has run. */
  private final AtomicReference<@Nullable Runnable> run;

  /** Null until it is subscribed to, and once it is complete. */
  private final AtomicReference<@Nullable CompletableObserver> observer = new AtomicReference<>();

  private final SerialDisposable submission = new SerialDisposable();

  CombinedAction(CombinedWorker worker, Runnable run, long delayNanos) {
    this.worker = worker;
    this.run = new AtomicReference<>(run);
    this.delayNanos = delayNanos;
  }

  @Override
  protected void subscribeActual(CompletableObserver subscriber) {
    subscriber.onSubscribe(this);
    if (!observer.compareAndSet(null, subscriber)) {
      subscriber.onError(new IllegalStateException("An action can be subscribed to only once"));
    } else if (isDisposed()) {
      finish();
    } else {
      Disposable submitted = worker.forward(this::runNow, delayNanos);
      submission.set(submitted);
      if (submitted == Disposable.disposed()) {
        dispose();
      }
    }
  }

  private void runNow() {
    Runnable r = run.get();
    try {
      if (r != null) {
        r.run();
      }
    } finally {
      dispose();
    }
  }

  @Override
  public void dispose() {
    if (run.getAndSet(null) != null) {
      worker.settled(this);
      submission.dispose();
      finish();
    }
  }

  private void finish() {
    CompletableObserver subscriber = observer.getAndSet(null);
    if (subscriber != null) {
      subscriber.onComplete();
    }
  }

  @Override
  public boolean isDisposed() {
    Disposable submitted = submission.get();
    return run.get() == null || (submitted != null && submitted.isDisposed());
  }

  @Override
  public Runnable getWrappedRunnable() {
    return Wrapped.orNothing(run.get());
  }
}
