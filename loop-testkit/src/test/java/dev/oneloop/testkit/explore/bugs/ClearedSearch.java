package dev.oneloop.testkit.explore.bugs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.SimulatedLoop;
import dev.oneloop.rx3.LoopScheduler;
import dev.oneloop.rx3.LoopSchedulers;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A search field that shows suggestions 300 ms after the last key, and none once it was cleared.
 * Broken: clearing it does not reach what has left the debounce and is on its way to the screen.
 */
final class ClearedSearch {
  private final LoopScheduler scheduler;
  private final PublishSubject<String> keys = PublishSubject.create();
  private String shown = "";

  private ClearedSearch(SimulatedLoop loop) {
    this.scheduler = LoopSchedulers.from(loop);
  }

  static void broken(SimulatedLoop loop) {
    ClearedSearch search = new ClearedSearch(loop);
    search.show(search.keys.debounce(300, TimeUnit.MILLISECONDS, search.scheduler));
    search.run(loop, () -> search.shown = "");
  }

  static void fixed(SimulatedLoop loop) {
    ClearedSearch search = new ClearedSearch(loop);
    search.show(search.keys.switchMap(search::later));
    search.run(loop, () -> search.keys.onNext(""));
  }

  /** What was typed, after a while; that nothing is left in the field goes the same way. */
  private Observable<String> later(String text) {
    return text.isEmpty()
        ? Observable.just("")
        : Observable.timer(300, TimeUnit.MILLISECONDS, scheduler).map(tick -> text);
  }

  @SuppressWarnings("CheckReturnValue") // it lives as long as the loop
  private void show(Observable<String> texts) {
    texts.observeOn(scheduler).subscribe(text -> shown = text);
  }

  private void run(SimulatedLoop loop, Runnable clear) {
    loop.execute(() -> keys.onNext("oneloop"));
    loop.schedule(clear, Duration.ofMillis(310));
    loop.runUntilQuiescent();
    assertEquals("", shown, "suggestions below an empty field");
  }
}
