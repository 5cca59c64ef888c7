package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.Registration;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipelines that name no scheduler, in a simulated week, to the millisecond. */
class SimulatedWeekTest extends RxTestBase {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private final SimulatedLoop loop = Loops.simulated();
  private Registration replaced = () -> {};

  @BeforeEach
  void replaceStandardSchedulers() {
    replaced = LoopSchedulers.replaceStandard(loop);
  }

  @AfterEach
  void restoreStandardSchedulers() {
    replaced.close();
    loop.close();
  }

  /** The times, in ms, at which a stream emits in a week. */
  private List<Long> emissionsOf(Supplier<Observable<?>> stream) {
    List<Long> at = new ArrayList<>();
    Scheduler time = Schedulers.computation();
    Disposable d = stream.get().subscribe(item -> at.add(time.now(TimeUnit.MILLISECONDS)));
    loop.advanceBy(WEEK);
    d.dispose();
    return at;
  }

  private static List<Long> every(long first, long period, long count) {
    return LongStream.range(0, count).mapToObj(i -> first + i * period).toList();
  }

  @Test
  void interval() {
    assertEquals(
        every(MINUTE, MINUTE, 7 * 24 * 60),
        emissionsOf(() -> Observable.interval(1, TimeUnit.MINUTES)));
  }

  @Test
  void debounceEmitsInThePauses() {
    // Three clicks 100 ms apart at each full hour.
    assertEquals(
        every(HOUR + 200 + 300, HOUR, 7 * 24 - 1),
        emissionsOf(() ->
            Observable.interval(1, TimeUnit.HOURS)
                .concatMap(hour -> Observable.intervalRange(0, 3, 0, 100, TimeUnit.MILLISECONDS))
                .debounce(300, TimeUnit.MILLISECONDS)));
  }

  @Test
  void timeoutEndsASilentSource() {
    assertEquals(
        List.of(HOUR, 2 * HOUR, 2 * HOUR + HOUR + 1),
        emissionsOf(() ->
            Observable.interval(1, TimeUnit.HOURS)
                .take(2)
                .concatWith(Observable.never())
                .timeout(HOUR + 1, TimeUnit.MILLISECONDS)
                .onErrorResumeNext(e ->
                    e instanceof TimeoutException ? Observable.just(-1L) : Observable.error(e))));
  }

  @Test
  void windowsOpenOnTheHour() {
    List<List<Long>> windows = new ArrayList<>();
    Disposable d =
        Flowable.interval(10, TimeUnit.MINUTES)
            .window(1, TimeUnit.HOURS)
            .concatMapSingle(Flowable::toList)
            .subscribe(windows::add);
    loop.advanceBy(WEEK);
    d.dispose();
    assertEquals(7 * 24, windows.size());
    for (int i = 0; i < windows.size(); i++) {
      // The item and the window's end at each full hour are due together; the older timer comes
      // first.
      long first = i * 6L - 1;
      assertEquals(
          LongStream.range(Math.max(0, first), first + 6).boxed().toList(), windows.get(i));
    }
  }

  @Test
  void retryBacksOff() {
    List<Long> attempts = new ArrayList<>();
    Scheduler time = Schedulers.io();
    Disposable d =
        Single.defer(
                () -> {
                  attempts.add(time.now(TimeUnit.SECONDS));
                  return Single.error(new IllegalStateException("not yet"));
                })
            .retryWhen(errors ->
                errors
                    .zipWith(Flowable.range(0, 18), (error, attempt) -> 1L << attempt)
                    .flatMap(seconds -> Flowable.timer(seconds, TimeUnit.SECONDS)))
            .subscribe(item -> {}, error -> attempts.add(-1L));
    loop.advanceBy(WEEK);
    assertTrue(d.isDisposed());
    // After attempt n, 2^n seconds: so the sums of powers of two. No more items end the stream.
    List<Long> expected =
        new ArrayList<>(LongStream.rangeClosed(0, 18).mapToObj(n -> (1L << n) - 1).toList());
    expected.add(-1L);
    assertEquals(expected, attempts);
  }

  @Test
  void delayShiftsEverything() {
    assertEquals(
        every(HOUR + 90 * MINUTE, HOUR, 7 * 24 - 2),
        emissionsOf(() -> Observable.interval(1, TimeUnit.HOURS).delay(90, TimeUnit.MINUTES)));
  }

  @Test
  void sampleTakesTheLatest() {
    List<Long> samples = new ArrayList<>();
    Disposable d =
        Observable.interval(7, TimeUnit.MINUTES).sample(1, TimeUnit.HOURS).subscribe(samples::add);
    loop.advanceBy(WEEK);
    d.dispose();
    List<Long> expected = new ArrayList<>();
    for (long hour = 1; hour <= 7 * 24; hour++) {
      // What is due together with a sample comes after it, as its timer is the younger one.
      expected.add((hour * 60 - 1) / 7 - 1);
    }
    assertEquals(expected, samples);
  }
}
