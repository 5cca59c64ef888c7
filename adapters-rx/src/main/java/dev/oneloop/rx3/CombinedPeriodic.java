package dev.oneloop.rx3;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A periodic task of {@link CombinedScheduler}: each tick is an action of its own. */
final class CombinedPeriodic implements Runnable, Disposable, SchedulerRunnableIntrospection {
  private final CombinedWorker worker;
  private final Runnable run;
  private final long period;

  /**
   * The tick that is outstanding; null before the first, {@link Disposable#disposed()} at the end.
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
    if (!tick.compareAndSet(null, first) && isDisposed()) {
      first.dispose();
    }
    return this;
  }

  @Override
  public void run() {
    due = worker.scheduler().nextTick(due, period);
    if (!Errors.runReporting(run)) {
      dispose();
    } else if (!isDisposed()) {
      Disposable next = worker.submit(this, due - worker.loopTime());
      if (tick.getAndUpdate(last -> last == Disposable.disposed() ? last : next)
          == Disposable.disposed()) {
        next.dispose();
      }
    }
  }

  @Override
  public void dispose() {
    Disposable last = tick.getAndSet(Disposable.disposed());
    if (last != null) {
      last.dispose();
    }
  }

  @Override
  public boolean isDisposed() {
    return tick.get() == Disposable.disposed();
  }

  @Override
  public Runnable getWrappedRunnable() {
    return Wrapped.orNothing(isDisposed() ? null : run);
  }
}
