package dev.oneloop.testkit.explore.bugs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.SimulatedLoop;
import dev.oneloop.rx3.LoopScheduler;
import dev.oneloop.rx3.LoopSchedulers;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Two screens share one connection: the new one subscribes before the old one has faded out.
 * Broken: nothing sees to it that it does; if the old one goes first the feed is subscribed to
 * twice.
 */
final class SharedFeed {
  private int connections;

  private SharedFeed() {}

  static void broken(SimulatedLoop loop) {
    SharedFeed feed = new SharedFeed();
    feed.run(loop, feed.prices(loop).publish().refCount());
  }

  /** The connection is kept for a while when nobody listens. */
  static void fixed(SimulatedLoop loop) {
    SharedFeed feed = new SharedFeed();
    LoopScheduler scheduler = LoopSchedulers.from(loop);
    feed.run(loop, feed.prices(loop).publish().refCount(1, TimeUnit.SECONDS, scheduler));
  }

  private Observable<Long> prices(SimulatedLoop loop) {
    return Observable.interval(1, TimeUnit.SECONDS, LoopSchedulers.from(loop))
        .doOnSubscribe(subscription -> connections++);
  }

  @SuppressWarnings("CheckReturnValue") // the new screen stays until the end
  private void run(SimulatedLoop loop, Observable<Long> shared) {
    Disposable oldScreen = shared.subscribe();
    // The new screen is laid out in one task, and comes to life in the next one.
    loop.schedule(() -> loop.execute(shared::subscribe), Duration.ofMillis(200));
    loop.schedule(oldScreen::dispose, Duration.ofMillis(230));
    loop.advanceBy(Duration.ofSeconds(5));
    assertEquals(1, connections, "connections");
  }
}
