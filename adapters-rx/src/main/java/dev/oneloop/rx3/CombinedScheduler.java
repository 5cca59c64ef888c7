package dev.oneloop.rx3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.exceptions.Exceptions;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import java.util.concurrent.TimeUnit;

/**
 * What {@link Scheduler#when} makes of a loop's scheduler: each worker is a stream of actions, and
 * the user's function says when each of them goes to the loop.
 *
 * <p>RxJava's own would forget the loop's clock, and with it everything periodic in virtual time.
 */
final class CombinedScheduler extends Scheduler implements Disposable {
  private final LoopScheduler scheduler;
  private final FlowableProcessor<Flowable<Completable>> workers =
      UnicastProcessor.<Flowable<Completable>>create().toSerialized();
  private final Disposable subscription;

  CombinedScheduler(
      LoopScheduler scheduler, Function<Flowable<Flowable<Completable>>, Completable> combine) {
    this.scheduler = scheduler;
    try {
      subscription = combine.apply(workers).subscribe();
    } catch (Throwable e) {
      throw Exceptions.propagate(e);
    }
  }

  @Override
  public Worker createWorker() {
    return newWorker(false);
  }

  private CombinedWorker newWorker(boolean direct) {
    FlowableProcessor<Completable> actions = UnicastProcessor.<Completable>create().toSerialized();
    CombinedWorker worker = new CombinedWorker(scheduler, actions, direct);
    workers.onNext(actions);
    return worker;
  }

  // RxJava's own calls the hook twice, and reports what the task throws twice.

  @Override
  public Disposable scheduleDirect(Runnable run) {
    return scheduleDirect(run, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
    Runnable hooked = ScheduleHook.decorate(run);
    return newWorker(true).submit(hooked, unit.toNanos(delay));
  }

  @Override
  public Disposable schedulePeriodicallyDirect(
      Runnable run, long initialDelay, long period, TimeUnit unit) {
    Runnable hooked = ScheduleHook.decorate(run);
    return newWorker(true).submitPeriodic(hooked, unit.toNanos(initialDelay), unit.toNanos(period));
  }

  @Override
  public long now(TimeUnit unit) {
    return scheduler.now(unit);
  }

  @Override
  public void dispose() {
    subscription.dispose();
  }

  @Override
  public boolean isDisposed() {
    return subscription.isDisposed();
  }

  @Override
  public String toString() {
    return "CombinedScheduler(" + scheduler + ")";
  }
}
