package dev.oneloop.examples.quakes;

import dev.oneloop.EventLoop;
import dev.oneloop.rx3.LoopSchedulers;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The RxJava part: windows over the stream of events, by the loop's time. */
final class LiveStatistics {
  private static final Duration WINDOW = Duration.ofHours(6);

  private final Scheduler loop;
  private final Timeline timeline;
  private final Board board;
  private final Display display;
  private final Duration framePeriod;

  /**
   * @param framePeriod how often to refresh the display, by the loop's time
   */
  LiveStatistics(
      EventLoop loop, Timeline timeline, Board board, Display display, Duration framePeriod) {
    this.loop = LoopSchedulers.from(loop);
    this.timeline = timeline;
    this.board = board;
    this.display = display;
    this.framePeriod = framePeriod;
  }

  /** Follows the events; complete when they are, and the last windows have been shown. */
  Completable follow(Observable<Quake> quakes) {
    return quakes
        .observeOn(loop)
        .doOnNext(board::measured)
        .publish(shared -> Observable.mergeArray(days(shared), rates(shared), frames(shared)))
        .ignoreElements();
  }

  /** A window per recorded day, shown when the first event of a later day closes it. */
  private Observable<DayStatistics> days(Observable<Quake> quakes) {
    return quakes
        .groupBy(Quake::day)
        .flatMapSingle(day -> statistics(Objects.requireNonNull(day.getKey()), day, quakes))
        .doOnNext(day -> display.dayEnded(day, board.hourlyRate()));
  }

  private static Single<DayStatistics> statistics(
      LocalDate date, Observable<Quake> day, Observable<Quake> quakes) {
    return day.takeUntil(quakes.filter(quake -> quake.day().isAfter(date)))
        .collectInto(new DayStatistics(date), DayStatistics::add);
  }

  /** A window of six hours that slides by one, by the loop's time. */
  private Observable<Double> rates(Observable<Quake> quakes) {
    return quakes
        .window(WINDOW.toHours(), 1, TimeUnit.HOURS, loop)
        .flatMapMaybe(this::rate)
        .doOnNext(board::rated);
  }

  /** Nothing if the window is cut short, as the last ones are by the end of the stream. */
  private Maybe<Double> rate(Observable<Quake> window) {
    Duration opened = timeline.elapsed();
    return window
        .count()
        .filter(events -> timeline.elapsed().compareTo(opened.plus(WINDOW)) >= 0)
        .map(events -> (double) events / WINDOW.toHours());
  }

  /** What the display shows of the events, a few times a second. */
  private Observable<Quake> frames(Observable<Quake> quakes) {
    return quakes
        .sample(framePeriod.toNanos(), TimeUnit.NANOSECONDS, loop, true)
        .doOnNext(latest -> display.refresh(board, timeline.now()));
  }
}
