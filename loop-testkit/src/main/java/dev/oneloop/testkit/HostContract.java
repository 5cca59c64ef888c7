package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.LoopBuilder;
import dev.oneloop.LoopExceptionHandler;
import dev.oneloop.LoopFailure;
import dev.oneloop.LoopHost;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What a {@link LoopHost} must do for a loop to be a good guest on it, tested on the host itself: a
 * loop on it keeps every promise of {@link ManagedLoopContract}, asks no more of the host than it
 * must, and outlives its faults.
 *
 * <pre>{@code
 * class SwingHostTest extends HostContract {
 *   @Override
 *   protected LoopHost newHost() {
 *     return SwingUtilities::invokeLater;
 *   }
 * }
 * }</pre>
 *
 * <p>Whoever can, also overrides {@link #newNestedLoop()}. A host that the test's thread drives
 * overrides {@link #await} and {@link #close} as well.
 */
public abstract class HostContract extends ManagedLoopContract {
  private static final Duration HOUR = Duration.ofHours(1);

  /** The number of tasks in a turn of a hosted loop, if nothing else is set. */
  private static final int TASK_BUDGET = 256;

  private @Nullable WatchedHost watched;

  /** For subclasses. */
  protected HostContract() {}

  /** The host: a new one, or one that all tests share. */
  protected abstract LoopHost newHost() throws Exception;

  /** A nested loop of the host, such as a modal dialog runs; null if the host has none. */
  protected @Nullable NestedHostLoop newNestedLoop() {
    return null;
  }

  /** Whether the host runs one event after the other. A pool of threads does not. */
  protected boolean isSerial() {
    return true;
  }

  /** Where the loop under test comes from: for hosts that bring a clock of their own. */
  protected LoopBuilder newBuilder() {
    return Loops.builder();
  }

  /** A nested loop of a host. */
  public interface NestedHostLoop {
    /** Runs the host's events until {@link #exit} is called. Called on the host's thread. */
    void enter();

    /** Has {@link #enter} return. Called on the host's thread. */
    void exit();
  }

  @Override
  protected final ManagedLoop newLoop(LoopExceptionHandler handler) throws Exception {
    watched = new WatchedHost(newHost());
    return newBuilder().exceptionHandler(handler).on(watched);
  }

  private WatchedHost host() {
    if (watched == null) {
      throw new IllegalStateException("There is no host before there is a loop");
    }
    return watched;
  }

  @AfterEach
  final void nothingWasThrownIntoTheHost() {
    assertEquals(List.of(), host().escaped());
  }

  /** Runs something in an event of the host, outside of the loop's turns. */
  private void onHost(Executable body) throws Exception {
    Outcome outcome = new Outcome(1);
    // Not through the watch: this is not the loop's.
    host().executeUnwatched(() -> outcome.run(body));
    await(outcome.done);
    outcome.rethrow();
  }

  private boolean hostKnowsItsThread() throws Exception {
    List<Boolean> answers = new ArrayList<>();
    onHost(() -> answers.add(host().isHostThread()));
    return answers.get(0);
  }

  @Test
  void atMostOnePumpIsPosted() throws Exception {
    int each = 1000;
    AtomicInteger ran = new AtomicInteger();
    inParallel(
        () -> repeat(each, () -> loop.execute(ran::incrementAndGet)),
        () -> repeat(each, () -> loop.execute(ran::incrementAndGet)),
        () -> repeat(each, () -> loop.schedule(ran::incrementAndGet, Duration.ZERO)));
    awaitAllSubmitted();
    assertEquals(3 * each, ran.get());
    assertEquals(1, host().mostOutstanding());
  }

  @Test
  void submissionsWhileTheHostIsBusyCostOnePost() throws Exception {
    awaitAllSubmitted();
    int before = host().posts();
    onLoop(() -> repeat(100, () -> loop.execute(() -> {})));
    awaitAllSubmitted();
    assertTrue(host().posts() - before <= 4, () -> host().posts() - before + " posts");
  }

  @Test
  void atMostOneHostTimerIsArmed() throws Exception {
    int count = 10_000;
    List<TimerHandle> handles = new ArrayList<>();
    onLoop(() -> {
      for (int i = 0; i < count; i++) {
        handles.add(loop.schedule(() -> {}, HOUR.minusSeconds(i % 1000)));
      }
    });
    for (int i = 0; i < 20; i++) {
      int seconds = i;
      onOtherThread(() -> handles.add(loop.schedule(() -> {}, HOUR.minusSeconds(seconds))));
      awaitAllSubmitted();
    }
    assertTrue(host().mostTimersArmed() <= 1, () -> host().mostTimersArmed() + " timers at once");
    onLoop(() -> handles.forEach(TimerHandle::cancel));
  }

  @Test
  void cancellingTheOnlyTimerDisarmsTheHostTimer() throws Exception {
    TimerHandle[] timer = new TimerHandle[1];
    onLoop(() -> timer[0] = loop.schedule(() -> {}, HOUR));
    awaitUntil(() -> host().timersArmed() == 1);
    onLoop(() -> assertTrue(timer[0].cancel()));
    awaitUntil(() -> host().timersArmed() == 0);
  }

  @Test
  void closingTheLoopDisarmsTheHostTimer() throws Exception {
    onLoop(() -> loop.schedule(() -> {}, HOUR));
    awaitUntil(() -> host().timersArmed() == 1);
    close(loop);
    assertEquals(0, host().timersArmed());
  }

  @Test
  void laterTimersAndCancelledOnesDoNotWakeTheHost() throws Exception {
    TimerHandle[] first = new TimerHandle[1];
    onLoop(() -> first[0] = loop.schedule(() -> {}, HOUR));
    awaitUntil(() -> host().timersArmed() == 1);
    int posts = host().posts();
    int timers = host().timersSet();
    int count = 2000;
    inParallel(
        () -> repeat(count, () -> assertTrue(loop.schedule(() -> {}, HOUR.plusHours(1)).cancel())));
    // A few may come just when the loop lies down.
    int wakes = host().posts() - posts;
    assertTrue(wakes < count / 20, () -> wakes + " posts for " + count + " later timers");
    assertTrue(host().timersSet() - timers < count / 20);
    awaitAllSubmitted();
    onLoop(() -> assertEquals(1, managed().metrics().timers()));
    assertTrue(first[0].cancel());
  }

  @Test
  void anIdleLoopAsksNothingOfItsHost() throws Exception {
    awaitAllSubmitted();
    if (isSerial()) {
      onHost(() -> {});
    }
    int posts = host().posts();
    int timers = host().timersSet();
    for (int i = 0; i < 100; i++) {
      onHost(() -> {});
    }
    assertEquals(posts, host().posts());
    assertEquals(timers, host().timersSet());
  }

  @Test
  void theHostsOwnEventsGetTheirTurnBetweenTheLoops() throws Exception {
    assumeTrue(isSerial());
    CountDownLatch markers = new CountDownLatch(20);
    AtomicInteger ran = new AtomicInteger();
    List<Integer> seen = new ArrayList<>();
    Runnable greedy =
        new Runnable() {
          @Override
          public void run() {
            ran.incrementAndGet();
            if (markers.getCount() > 0) {
              loop.execute(this);
              if (ran.get() < 2 * TASK_BUDGET) {
                loop.execute(this);
              }
            }
          }
        };
    Runnable marker =
        new Runnable() {
          @Override
          public void run() {
            seen.add(ran.get());
            markers.countDown();
            if (markers.getCount() > 0) {
              host().executeUnwatched(this);
            }
          }
        };
    loop.execute(greedy);
    host().executeUnwatched(marker);
    await(markers);
    awaitAllSubmitted();
    onHost(() -> {});
    for (int i = 1; i < seen.size(); i++) {
      int between = seen.get(i) - seen.get(i - 1);
      assertTrue(between <= 2 * TASK_BUDGET, () -> between + " tasks between two host events");
    }
  }

  @Test
  void nothingThatATaskThrowsReachesTheHost() throws Exception {
    List<Throwable> thrown =
        List.of(
            new RuntimeException("thrown by the test"),
            new AssertionError("thrown by the test"),
            new TestFatalError(),
            new StackOverflowError("thrown by the test"));
    for (Throwable e : thrown) {
      loop.execute(() -> sneak(e));
      loop.scheduleAt(now(), () -> sneak(e));
    }
    CountDownLatch last = new CountDownLatch(1);
    loop.scheduleAt(now(), last::countDown);
    await(last);
    awaitAllSubmitted();
    assertEquals(2 * thrown.size(), takeFailures().size());
    // Checked after each test: nothing has escaped.
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneak(Throwable e) throws E {
    throw (E) e;
  }

  @Test
  void aRejectedPostIsTriedAgain() throws Exception {
    awaitAllSubmitted();
    if (isSerial()) {
      onHost(() -> {});
    }
    host().rejectNext(2);
    CountDownLatch ran = new CountDownLatch(1);
    loop.execute(ran::countDown);
    await(ran);
    for (LoopFailure failure : takeFailures()) {
      assertNames(failure.throwable(), "rejects");
      assertTrue(failure.message().contains(loop.toString()), failure::message);
    }
  }

  @Test
  void whatADroppedPumpWasToRunIsSettledByShutdown() throws Exception {
    awaitAllSubmitted();
    host().dropNext(Integer.MAX_VALUE);
    TestTimer task = new TestTimer();
    TestTimer timer = new TestTimer();
    loop.execute(task);
    loop.schedule(timer, HOUR);
    assertFalse(managed().shutdown(Duration.ofMillis(20)));
    assertTrue(managed().isTerminated());
    assertEquals(1, takeFailures().size(), "that the host has gone is reported once");
    assertEquals(1, task.rejections);
    assertEquals(1, timer.rejections);
    assertEquals(2, task.settled() + timer.settled());
  }

  @Test
  void whatADroppedPumpWasToRunRunsWithThePumpThatArrives() throws Exception {
    awaitAllSubmitted();
    host().dropNext(1);
    CountDownLatch ran = new CountDownLatch(2);
    loop.execute(ran::countDown);
    loop.execute(ran::countDown);
    host().dropNext(0);
    for (Runnable late : host().dropped()) {
      host().executeUnwatched(late);
    }
    await(ran);
  }

  @Test
  void aPumpThatArrivesTwiceOrAfterTheEndDoesNoHarm() throws Exception {
    host().runPumpsTwice();
    int count = 1000;
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      loop.execute(() -> ran.add(number));
    }
    awaitAllSubmitted();
    onLoop(() -> assertEquals(upTo(count), ran));
    host().dropNext(1);
    loop.execute(new TestTimer());
    // Ends in the ordinary way only if the second run of an earlier pump came late enough.
    boolean ended = managed().shutdown(Duration.ofMillis(20));
    assertEquals(ended ? 0 : 1, takeFailures().size());
    for (Runnable late : host().dropped()) {
      onHost(late::run);
    }
  }

  @Test
  void aHostTimerThatFiresEarlyLosesNoTimer() throws Exception {
    host().divideTimers(2);
    long deadline = now() + Duration.ofMillis(20).toNanos();
    List<Long> early = new ArrayList<>();
    CountDownLatch ran = new CountDownLatch(1);
    int before = host().timersSet();
    loop.scheduleAt(
        deadline,
        counting(
            ran,
            () -> {
              if (now() - deadline < 0) {
                early.add(deadline - now());
              }
            }));
    await(ran);
    assertEquals(List.of(), early);
    int timers = host().timersSet() - before;
    assertTrue(timers <= 64, () -> "halving 20 ms down to nothing took " + timers + " timers");
  }

  @Test
  void onTheHostsThreadIsOnTheLoop() throws Exception {
    boolean known = hostKnowsItsThread();
    awaitAllSubmitted();
    onHost(() -> {
      if (known) {
        // Else another thread of the host may still be inside a turn.
        assertTrue(loop.inEventLoop());
        assertThrows(BlockedLoopException.class, () -> loop.checkMayBlock("the harvest"));
      }
      assertEquals(known, loop.isLoopThread());
      assertNull(EventLoop.current());
    });
  }

  @Test
  void closingOnTheHostsThreadDoesNotWaitForThatThread() throws Exception {
    assumeTrue(hostKnowsItsThread());
    TestTimer task = new TestTimer();
    TestTimer timer = new TestTimer();
    onHost(() -> {
      loop.execute(task);
      loop.schedule(timer, HOUR);
      managed().close();
      assertTrue(managed().isTerminated());
    });
    assertEquals(1, task.runs);
    assertEquals(1, timer.rejections);
  }

  @Test
  void aNestedHostLoopRunsNoTaskInsideOfAnother() throws Exception {
    NestedHostLoop nested = newNestedLoop();
    assumeTrue(nested != null);
    AtomicInteger depth = new AtomicInteger();
    AtomicInteger deepest = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    List<Boolean> onLoopThread = new ArrayList<>();
    Runnable task =
        () -> {
          deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
          ran.incrementAndGet();
          depth.decrementAndGet();
        };
    onLoop(() -> {
      depth.incrementAndGet();
      loop.execute(task);
      loop.scheduleAt(now(), task);
      onOtherThread(() -> loop.execute(task));
      host()
          .executeUnwatched(() -> {
            loop.execute(task);
            onLoopThread.add(loop.isLoopThread());
            host().executeUnwatched(nested::exit);
          });
      nested.enter();
      assertEquals(0, ran.get());
      depth.decrementAndGet();
    });
    // After the dialog nothing is missing, though its pumps ran nothing.
    awaitUntil(() -> ran.get() == 4);
    assertEquals(1, deepest.get());
    assertEquals(List.of(true), onLoopThread, "an event in the dialog may not block the loop");
  }

  @Test
  void runNestedLetsTheLoopGoOnInANestedHostLoop() throws Exception {
    NestedHostLoop nested = newNestedLoop();
    assumeTrue(nested != null);
    List<String> ran = new ArrayList<>();
    onLoop(() -> {
      loop.execute(() -> {
        ran.add("task inside");
        loop.scheduleAt(
            now(),
            () -> {
              ran.add("timer inside");
              nested.exit();
            });
      });
      managed()
          .runNested(() -> {
            nested.enter();
            return ran.add("end of the dialog");
          });
      assertTrue(loop.inEventLoop());
    });
    loop.execute(() -> ran.add("after"));
    awaitAllSubmitted();
    assertEquals(List.of("task inside", "timer inside", "end of the dialog", "after"), ran);
  }
}
