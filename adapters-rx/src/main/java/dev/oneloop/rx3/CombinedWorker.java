package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A worker of {@link CombinedScheduler}: hands its actions to the user's function. */
final class CombinedWorker extends Scheduler.Worker {
  private final LoopScheduler scheduler;
  private final LoopWorker worker;
  private final FlowableProcessor<Completable> actions;
  private final CompositeDisposable outstanding = new CompositeDisposable();

  /** Whether this worker is there for one direct submission, and ends with it. */
  private final boolean direct;

  CombinedWorker(LoopScheduler scheduler, FlowableProcessor<Completable> actions, boolean direct) {
    this.scheduler = scheduler;
    this.worker = scheduler.newWorker();
    this.actions = actions;
    this.direct = direct;
  }

  @Override
  public Disposable schedule(Runnable run) {
    return schedule(run, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public Disposable schedule(Runnable run, long delay, TimeUnit unit) {
    Objects.requireNonNull(run, "run is null");
    return isDisposed()
        ? Disposable.disposed()
        : submit(ScheduleHook.decorate(run), unit.toNanos(delay));
  }

  @Override
  public Disposable schedulePeriodically(
      Runnable run, long initialDelay, long period, TimeUnit unit) {
    Objects.requireNonNull(run, "run is null");
    return isDisposed()
        ? Disposable.disposed()
        : submitPeriodic(
            ScheduleHook.decorate(run), unit.toNanos(initialDelay), unit.toNanos(period));
  }

  Disposable submitPeriodic(Runnable hooked, long initialDelayNanos, long periodNanos) {
    CombinedPeriodic periodic = new CombinedPeriodic(this, hooked, Math.max(0, periodNanos));
    return outstanding.add(periodic) ? periodic.start(initialDelayNanos) : Disposable.disposed();
  }

  Disposable submit(Runnable hooked, long delayNanos) {
    CombinedAction action = new CombinedAction(this, hooked, delayNanos);
    if (!outstanding.add(action)) {
      return Disposable.disposed();
    }
    actions.onNext(action);
    return action;
  }

  /** The user's function has let an action go. */
  Disposable forward(Runnable action, long delayNanos) {
    return delayNanos <= 0 ? worker.submit(action) : worker.submit(action, delayNanos);
  }

  void settled(Disposable submission) {
    outstanding.delete(submission);
    if (direct && outstanding.size() == 0) {
      dispose();
    }
  }

  LoopScheduler scheduler() {
    return scheduler;
  }

  long loopTime() {
    return scheduler.loop().clock().nanoTime();
  }

  @Override
  public long now(TimeUnit unit) {
    return scheduler.now(unit);
  }

  @Override
  public void dispose() {
    if (!outstanding.isDisposed()) {
      outstanding.dispose();
      worker.dispose();
      actions.onComplete();
    }
  }

  @Override
  public boolean isDisposed() {
    return outstanding.isDisposed();
  }
}
