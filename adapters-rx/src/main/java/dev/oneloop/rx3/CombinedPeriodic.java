package dev.oneloop.rx3;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A periodic task of {@link CombinedScheduler}: each tick is an action of its own. */
final class CombinedPeriodic implements Runnable, Disposable, SchedulerRunnableIntrospection {
  private final CombinedWorker worker;
  private final long period;

  /** Null once it is disposed. */
  private volatile @Nullable Runnable run;

  /**
   * The tick that is outstanding or running; null before the first, {@link Disposable#disposed()}
   * at the end.
   */
  private final AtomicReference<@Nullable Disposable> tick = new AtomicReference<>();

  /** When this tick is due, on the scale of the loop's clock. Confined to one tick at a time. */
  private long due;

  CombinedPeriodic(CombinedWorker worker, Runnable run, long period) {
    this.worker = worker;
    this.run = run;
    this.period = period;
  }

  Disposable start(long initialDelay) {
    due = worker.loopTime() + Math.max(0, Math.min(initialDelay, Long.MAX_VALUE >> 1));
    Disposable first = worker.submit(this, initialDelay);
    // If that has run already, the next one is in place.
    if (!tick.compareAndSet(null, first)) {
      if (isDisposed()) {
        first.dispose();
      }
    } else if (isDisposed()) {
      // It was refused.
      dispose();
    }
    return this;
  }

  @Override
  public void run() {
    Runnable r = run;
    if (r == null) {
      return;
    }
    due = worker.scheduler().nextTick(due, period);
    if (!Errors.runReporting(r)) {
      dispose();
    } else if (!isDisposed()) {
      Disposable next = worker.submit(this, due - worker.loopTime());
      if (tick.getAndUpdate(last -> last == Disposable.disposed() ? last : next)
          == Disposable.disposed()) {
        next.dispose();
      } else if (next.isDisposed()) {
        // It was refused.
        dispose();
      }
    }
  }

  @Override
  public void dispose() {
    run = null;
    Disposable last = tick.getAndSet(Disposable.disposed());
    if (last != null) {
      last.dispose();
    }
    worker.settled(this);
  }

  @Override
  public boolean isDisposed() {
    for (; ; ) {
      Disposable last = tick.get();
      if (last == null || !last.isDisposed()) {
        return false;
      }
      // A tick that has run has put the next one in place before.
      if (tick.get() == last) {
        return true;
      }
    }
  }

  @Override
  public Runnable getWrappedRunnable() {
    return Wrapped.orNothing(run);
  }
}
