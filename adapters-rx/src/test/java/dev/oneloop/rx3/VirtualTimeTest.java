package dev.oneloop.rx3;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import dev.oneloop.MissedTicks;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.VirtualClock;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Timed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time is the loop's. */
class VirtualTimeTest extends RxTestBase {
  private final SimulatedLoop loop = Loops.simulated();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);

  @Test
  void nowIsTheLoopsClockOnSchedulerWorkerAndCombination() {
    Scheduler combined = combined();
    loop.advanceBy(Duration.ofNanos(1_234_567_890));
    for (Scheduler s : List.of(scheduler, combined)) {
      assertEquals(1_234_567_890, s.now(NANOSECONDS));
      assertEquals(1_234, s.now(MILLISECONDS));
      assertEquals(1_234_567_890, s.createWorker().now(NANOSECONDS));
    }
  }

  @Test
  void nowStartsAtTheWallClock() {
    Instant start = Instant.parse("2024-02-29T12:00:00.000000001Z");
    ManualLoop dated = Loops.builder().clock(new VirtualClock(-5, start)).manual();
    LoopScheduler later = LoopSchedulers.from(dated);
    assertEquals(start.toEpochMilli(), later.now(MILLISECONDS));
    assertEquals(start.getEpochSecond() * 1_000_000_000 + 1, later.now(NANOSECONDS));
  }

  @Test
  void intervalTicksExactly() {
    List<Long> at = new ArrayList<>();
    Disposable d =
        Flowable.interval(1, SECONDS, scheduler)
            .timestamp(MILLISECONDS, scheduler)
            .map(Timed::time)
            .subscribe(at::add);
    loop.advanceBy(Duration.ofSeconds(5));
    d.dispose();
    assertEquals(List.of(1_000L, 2_000L, 3_000L, 4_000L, 5_000L), at);
  }

  @Test
  void intervalOnACombinationTicksExactly() {
    List<Long> at = new ArrayList<>();
    Scheduler combined = combined();
    Disposable d =
        Observable.interval(1, SECONDS, combined)
            .timestamp(MILLISECONDS, combined)
            .map(Timed::time)
            .subscribe(at::add);
    Disposable onWorker =
        combined.createWorker().schedulePeriodically(() -> at.add(-1L), 1_500, 2_000, MILLISECONDS);
    loop.advanceBy(Duration.ofSeconds(4));
    d.dispose();
    onWorker.dispose();
    loop.advanceBy(Duration.ofSeconds(4));
    assertEquals(List.of(1_000L, -1L, 2_000L, 3_000L, -1L, 4_000L), at);
  }

  @Test
  void timeIntervalsAreExact() {
    List<Long> intervals = new ArrayList<>();
    Disposable d =
        Observable.interval(20, 7, MILLISECONDS, scheduler)
            .timeInterval(scheduler)
            .map(Timed::time)
            .subscribe(intervals::add);
    loop.advanceBy(Duration.ofMillis(34));
    d.dispose();
    assertEquals(List.of(20L, 7L, 7L), intervals);
  }

  @Test
  void anHourOfSecondsLosesNoTick() {
    List<Long> at = new ArrayList<>();
    Scheduler.Worker worker = scheduler.createWorker();
    worker.schedulePeriodically(() -> at.add(worker.now(SECONDS)), 1, 1, SECONDS);
    loop.advanceBy(Duration.ofHours(1));
    worker.dispose();
    assertEquals(3_600, at.size());
    for (int i = 0; i < at.size(); i++) {
      assertEquals(i + 1L, at.get(i));
    }
  }

  @Test
  void equalDeadlinesRunInTheOrderOfSubmission() {
    List<Integer> ran = new ArrayList<>();
    Scheduler.Worker worker = scheduler.createWorker();
    for (int i = 0; i < 200; i++) {
      int number = i;
      if (i % 2 == 0) {
        worker.schedule(() -> ran.add(number), 1, MILLISECONDS);
      } else {
        scheduler.scheduleDirect(() -> ran.add(number), 1, MILLISECONDS);
      }
    }
    loop.advanceBy(Duration.ofMillis(1));
    for (int i = 0; i < 200; i++) {
      assertEquals(i, ran.get(i));
    }
  }

  @Test
  void nanosecondsCount() {
    List<Integer> ran = new ArrayList<>();
    scheduler.scheduleDirect(() -> ran.add(2), 2, NANOSECONDS);
    scheduler.scheduleDirect(() -> ran.add(1), 1, NANOSECONDS);
    loop.advanceBy(Duration.ofNanos(1));
    assertEquals(List.of(1), ran);
    loop.advanceBy(Duration.ofNanos(1));
    assertEquals(List.of(1, 2), ran);
  }

  @Test
  void missedTicksAreCaughtUpWith() {
    assertEquals(
        List.of(1_000L, 4_500L, 4_500L, 4_500L, 5_000L, 6_000L),
        ticksWithAStall(MissedTicks.CATCH_UP));
  }

  @Test
  void missedTicksAreSkipped() {
    assertEquals(List.of(1_000L, 4_500L, 5_000L, 6_000L), ticksWithAStall(MissedTicks.SKIP));
  }

  @Test
  void missedTicksDelayTheOthers() {
    assertEquals(List.of(1_000L, 4_500L, 5_500L, 6_500L), ticksWithAStall(MissedTicks.DELAY));
  }

  @Test
  void aTickThatIsSkippedToStandsForAllThatAreDue() {
    VirtualClock clock = new VirtualClock();
    ManualLoop driven = Loops.builder().clock(clock).manual();
    LoopScheduler late = LoopSchedulers.builder(driven).missedTicks(MissedTicks.SKIP).build();
    List<Long> at = new ArrayList<>();
    Disposable ticks =
        late.schedulePeriodicallyDirect(() -> at.add(late.now(MILLISECONDS)), 1, 1, SECONDS);
    for (int seconds : new int[] {3, 1}) {
      clock.advanceBy(Duration.ofSeconds(seconds));
      driven.runUntilIdle();
    }
    ticks.dispose();
    assertEquals(List.of(3_000L, 4_000L), at);
  }

  @Test
  void aTickThatItsPredecessorMadeLateIsNotSkipped() {
    VirtualClock clock = new VirtualClock();
    ManualLoop driven = Loops.builder().clock(clock).manual();
    LoopScheduler late = LoopSchedulers.builder(driven).missedTicks(MissedTicks.SKIP).build();
    List<Long> at = new ArrayList<>();
    Runnable slow =
        () -> {
          at.add(late.now(MILLISECONDS));
          clock.advanceBy(Duration.ofMillis(at.size() == 1 ? 1_500 : 0));
        };
    Disposable ticks = late.schedulePeriodicallyDirect(slow, 1, 1, SECONDS);
    clock.advanceBy(Duration.ofSeconds(1));
    driven.runUntilIdle();
    clock.advanceBy(Duration.ofMillis(500));
    driven.runUntilIdle();
    ticks.dispose();
    assertEquals(List.of(1_000L, 2_500L, 3_000L), at);
  }

  /** When a task of 1 s ticks on a loop that is not driven between 1 s and 4.5 s. */
  private static List<Long> ticksWithAStall(MissedTicks policy) {
    VirtualClock clock = new VirtualClock();
    ManualLoop driven = Loops.builder().clock(clock).manual();
    LoopScheduler late = LoopSchedulers.builder(driven).missedTicks(policy).build();
    List<Long> at = new ArrayList<>();
    Disposable ticks =
        late.schedulePeriodicallyDirect(() -> at.add(late.now(MILLISECONDS)), 1, 1, SECONDS);
    clock.advanceBy(Duration.ofSeconds(1));
    driven.runUntilIdle();
    clock.advanceBy(Duration.ofMillis(3_500));
    driven.runUntilIdle();
    for (int i = 0; i < 4; i++) {
      clock.advanceBy(Duration.ofMillis(500));
      driven.runUntilIdle();
    }
    ticks.dispose();
    return at;
  }

  @Test
  void aClockThatIsAboutToWrapIsNoMatter() {
    VirtualClock clock = new VirtualClock(Long.MAX_VALUE - 1_000_000_000, Instant.EPOCH);
    SimulatedLoop wrapping = Loops.builder().clock(clock).simulated();
    LoopScheduler s = LoopSchedulers.from(wrapping);
    List<Long> at = new ArrayList<>();
    Disposable ticks =
        s.schedulePeriodicallyDirect(() -> at.add(s.now(MILLISECONDS)), 400, 400, MILLISECONDS);
    Disposable far = s.scheduleDirect(() -> at.add(-1L), Long.MAX_VALUE, HOURS);
    wrapping.advanceBy(Duration.ofSeconds(2));
    ticks.dispose();
    far.dispose();
    assertEquals(List.of(400L, 800L, 1_200L, 1_600L, 2_000L), at);
  }

  private Scheduler combined() {
    return scheduler.when(workers -> Completable.merge(Flowable.merge(workers)));
  }
}
