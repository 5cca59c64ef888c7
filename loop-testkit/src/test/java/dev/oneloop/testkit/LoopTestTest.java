package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.oneloop.EventLoop;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.VirtualClock;
import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.kotlin.LoopDispatcher;
import dev.oneloop.rx3.LoopScheduler;
import dev.oneloop.simulation.Mode;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kotlinx.coroutines.CoroutineDispatcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What tests with {@link LoopTest} can do, shown by tests with it. */
class LoopTestTest {
  private final SimulatedLoop ofConstructor;
  private final List<String> events = new ArrayList<>();

  LoopTestTest(SimulatedLoop loop) {
    ofConstructor = loop;
  }

  @BeforeEach
  void prepare(SimulatedLoop loop) {
    loop.execute(() -> events.add("prepared"));
  }

  @AfterEach
  void finish(SimulatedLoop loop) {
    assertSame(ofConstructor, loop);
    // Where the test itself has not, this runs what was prepared; it would be left over otherwise.
    loop.runUntilIdle();
    assertFalse(loop.isShutdown());
  }

  @AfterAll
  static void rxJavaIsAsBefore() {
    assertNull(RxJavaPlugins.getComputationSchedulerHandler());
    assertNull(RxJavaPlugins.getErrorHandler());
  }

  @LoopTest
  void everybodyGetsTheSameLoop(SimulatedLoop simulated, EventLoop loop, VirtualClock clock) {
    assertSame(ofConstructor, simulated);
    assertSame(simulated, loop);
    assertSame(simulated.clock(), clock);
    assertEquals(Mode.FIFO, simulated.simulation().mode());
    assertEquals(List.of(), events);
    simulated.runUntilIdle();
    assertEquals(List.of("prepared"), events);
  }

  @LoopTest
  void adaptersAreThoseOfTheLoop(
      SimulatedLoop loop,
      LoopExecutor executor,
      LoopDispatcher dispatcher,
      CoroutineDispatcher plainDispatcher,
      LoopScheduler scheduler,
      Scheduler plainScheduler) {
    assertSame(loop, executor.loop());
    assertSame(loop, dispatcher.getLoop());
    assertSame(dispatcher, plainDispatcher);
    assertSame(loop, scheduler.loop());
    assertSame(scheduler, plainScheduler);
  }

  @LoopTest(seeds = 5)
  void everyRunBeginsAnew(SimulatedLoop loop) throws Exception {
    loop.runUntilComplete(LoopExecutor.of(loop).delay(Duration.ofHours(1)));
    assertEquals(List.of("prepared"), events);
  }

  @LoopTest
  @Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
  void aThreadOfTheTestsOwnIsTheLoops(SimulatedLoop loop) {
    loop.execute(() -> events.add("submitted"));
    assertEquals(List.of(), events);
    loop.runUntilIdle();
    assertEquals(List.of("prepared", "submitted"), events);
  }

  @LoopTest
  void rxJavasSchedulersGoByTheLoop(SimulatedLoop loop) {
    Disposable unused =
        Observable.interval(1, TimeUnit.HOURS)
            .take(2)
            .subscribe(tick -> events.add(tick + " at " + loop.clock().instant()));
    loop.runUntilQuiescent();
    assertEquals(
        List.of("prepared", "0 at 1970-01-01T01:00:00Z", "1 at 1970-01-01T02:00:00Z"), events);
  }
}
