package dev.oneloop.examples.quakes;

import dev.oneloop.EventLoop;
import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.cf.LoopFuture;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** The three parts, put together on one loop. */
final class Replay {
  private final EventLoop loop;
  private final LoopExecutor futures;
  private final List<Quake> quakes;
  private final AirportIndex index;
  private final Executor pool;
  private final Display display;
  private final Duration framePeriod;
  private final Board board = new Board();

  /**
   * @param quakes what to replay; at least one, in order of time
   * @param pool where the blocking look-ups go
   * @param framePeriod how often to refresh the display, by the loop's time
   */
  Replay(
      EventLoop loop,
      List<Quake> quakes,
      AirportIndex index,
      Executor pool,
      Display display,
      Duration framePeriod) {
    this.loop = loop;
    this.futures = LoopExecutor.of(loop);
    this.quakes = quakes;
    this.index = index;
    this.pool = pool;
    this.display = display;
    this.framePeriod = framePeriod;
  }

  /** Starts; complete, with the recorded time that has passed, when all three parts are done. */
  LoopFuture<Duration> start() {
    return futures.runAsync(() -> {}).thenCompose(onLoop -> replay());
  }

  private LoopFuture<Duration> replay() {
    Timeline timeline = new Timeline(loop.clock(), quakes.get(0).time());
    PublishSubject<Quake> stream = PublishSubject.create();
    LiveStatistics statistics = new LiveStatistics(loop, timeline, board, display, framePeriod);
    LoopFuture<?> followed = futures.pin(statistics.follow(stream).toCompletionStage(board));
    AirportLookups lookups = new AirportLookups(futures, pool, index, board);
    return futures
        .pin(
            QuakeSource.emitAll(
                loop,
                quakes,
                timeline,
                board,
                quake -> {
                  lookups.onQuake(quake);
                  stream.onNext(quake);
                }))
        .thenCompose(emitted -> {
          stream.onComplete();
          return futures.allOf(followed, lookups.done());
        })
        .thenApply(done -> {
          display.refresh(board, timeline.now());
          return timeline.elapsed();
        });
  }

  /** What the three parts have found out. On the loop, or when it is closed. */
  Board board() {
    return board;
  }
}
