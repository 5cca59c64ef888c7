package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.LoopFailure;
import dev.oneloop.LoopHost;
import dev.oneloop.LoopListener;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.Registration;
import dev.oneloop.TimerHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a hosted loop asks of its host, event by event, and what it makes of the host's faults. */
class HostedLoopTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeHost host = new FakeHost();
  private final List<LoopFailure> failures = new ArrayList<>();
  private final ManagedLoop loop =
      Loops.builder()
          .name("guest")
          .clock(host.clock())
          .exceptionHandler((of, failure) -> failures.add(failure))
          // The other budget is real time, of which a cold JVM may need any amount.
          .turnBudget(Duration.ofHours(1))
          .on(host);
  private final AtomicInteger ran = new AtomicInteger();

  @Test
  void aThousandSubmissionsCostOnePost() {
    for (int i = 0; i < 1000; i++) {
      loop.execute(ran::incrementAndGet);
    }
    assertEquals(1, host.posts());
    assertTrue(host.runNext());
    assertEquals(256, ran.get(), "a turn has a budget");
    assertEquals(2, host.posts(), "the rest comes behind the host's own events");
    assertEquals(3, host.runAll());
    assertEquals(1000, ran.get());
    assertEquals(4, host.posts());
    assertEquals(4, loop.metrics().turns());
  }

  @Test
  void aHostThatRunsEveryPumpTwiceDoesNotGatherPumps() {
    host.multiply(2);
    Runnable endless =
        new Runnable() {
          @Override
          public void run() {
            loop.execute(this);
          }
        };
    loop.execute(endless);
    for (int i = 0; i < 1000; i++) {
      assertTrue(host.runNext());
    }
    assertTrue(host.pendingEvents() <= 3, () -> host.pendingEvents() + " pumps are pending");
  }

  @Test
  void anIdleLoopPostsNothingAndArmsNothing() {
    loop.execute(ran::incrementAndGet);
    host.runAll();
    host.advanceBy(Duration.ofDays(1));
    assertEquals(1, host.posts());
    assertEquals(0, host.timersSet());
  }

  @Test
  void aTimerArmsTheHostsTimerAndNothingElse() {
    TimerHandle timer = loop.schedule(ran::incrementAndGet, SECOND);
    assertEquals(1, host.posts(), "a pump, to arm it on the host's thread");
    host.runAll();
    assertEquals(1, host.pendingTimers());
    host.advanceBy(SECOND.minusNanos(1));
    assertEquals(0, ran.get());
    host.advanceBy(Duration.ofNanos(1));
    assertEquals(1, ran.get());
    assertEquals(1, host.posts());
    assertEquals(1, host.timersSet());
    assertFalse(timer.cancel());
  }

  @Test
  void aLaterTimerLeavesTheHostAlone() {
    loop.schedule(ran::incrementAndGet, SECOND);
    host.runAll();
    loop.schedule(ran::incrementAndGet, SECOND.multipliedBy(2));
    assertEquals(1, host.posts());
    assertEquals(0, host.pendingEvents());
    host.advanceBy(SECOND);
    assertEquals(1, host.pendingTimers(), "armed for the later one now");
    host.advanceBy(SECOND);
    assertEquals(2, ran.get());
    assertEquals(2, host.timersSet());
  }

  @Test
  void anEarlierTimerArmsTheHostsTimerAnew() {
    loop.schedule(ran::incrementAndGet, SECOND.multipliedBy(2));
    host.runAll();
    loop.schedule(ran::incrementAndGet, SECOND);
    host.runAll();
    assertEquals(1, host.pendingTimers());
    host.advanceBy(SECOND);
    assertEquals(1, ran.get());
  }

  @Test
  void aPileOfCancelledTimersIsClearedAway() {
    TimerHandle first = loop.schedule(ran::incrementAndGet, Duration.ofHours(1));
    host.runAll();
    int posts = host.posts();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(loop.schedule(ran::incrementAndGet, Duration.ofHours(2)).cancel());
      host.runNext();
    }
    int wakes = host.posts() - posts;
    assertTrue(wakes > 0, "the shells would pile up for ever");
    assertTrue(wakes < 100, () -> wakes + " wakes");
    assertEquals(1, loop.metrics().timers());
    assertTrue(first.cancel());
  }

  @Test
  void lateTimersRunInOrderWhenTheHostIsLate() {
    host.shiftTimers(Duration.ofSeconds(10));
    List<Integer> order = new ArrayList<>();
    loop.schedule(() -> order.add(2), SECOND.multipliedBy(2));
    loop.schedule(() -> order.add(1), SECOND);
    host.runAll();
    host.advanceBy(Duration.ofMinutes(1));
    assertEquals(List.of(1, 2), order);
  }

  @Test
  void aRejectedPumpIsPostedByTheNextSubmission() {
    host.rejectNext(1);
    loop.execute(ran::incrementAndGet);
    assertEquals(1, failures.size());
    assertEquals(host, failures.get(0).source());
    // On a slow machine the loop's own retry, ten real milliseconds later, may have come first.
    loop.execute(ran::incrementAndGet);
    host.runAll();
    assertEquals(2, ran.get());
  }

  @Test
  void aRejectionIsReportedOnceForEachSpellOfThem() {
    host.rejectNext(3);
    for (int i = 0; i < 3; i++) {
      loop.execute(ran::incrementAndGet);
    }
    assertEquals(1, failures.size());
    loop.execute(ran::incrementAndGet);
    host.runAll();
    host.rejectNext(1);
    loop.execute(ran::incrementAndGet);
    assertEquals(2, failures.size());
  }

  @Test
  void aHostThatIsGoneIsReportedAndShutdownSettlesWhatItLeft() throws Exception {
    TestTimer task = new TestTimer();
    TestTimer timer = new TestTimer();
    loop.schedule(timer, SECOND);
    host.runAll();
    host.disappear();
    loop.execute(task);
    assertFalse(loop.shutdown(Duration.ofMillis(1)));
    assertTrue(loop.isTerminated());
    assertEquals(1, task.rejections);
    assertEquals(1, timer.rejections);
    assertEquals(1, failures.size());
    assertTrue(failures.get(0).message().contains("guest"));
  }

  @Test
  void aHostThatRunsThePumpAtOnceIsRefused() {
    Executor inline = Runnable::run;
    ManagedLoop onInline = Loops.builder().name("inline-guest").on(inline);
    Exception e =
        assertThrows(IllegalStateException.class, () -> onInline.execute(ran::incrementAndGet));
    String message = e.getMessage();
    assertNotNull(message);
    assertTrue(message.contains("inline-guest"), message);
    assertTrue(message.contains(Thread.currentThread().getName()), message);
    assertEquals(0, ran.get());
  }

  @Test
  void aTurnElsewhereWhileThisOneEndsLosesNoTimer() throws Exception {
    // The loop's thread is held up between the end of its turn and its sleep; meanwhile the host's
    // timer fires on another thread and leaves nothing armed.
    FakeHost pool = new FakeHost();
    pool.changeThreads();
    AtomicInteger sleeps = new AtomicInteger();
    LoopListener holdUp =
        new LoopListener() {
          @Override
          public void beforeSleep(long deadlineNanos) {
            if (sleeps.incrementAndGet() == 1) {
              pool.advanceBy(SECOND);
            }
          }
        };
    ManagedLoop strand = Loops.builder().clock(pool.clock()).listener(holdUp).on(pool);
    strand.schedule(ran::incrementAndGet, SECOND);
    pool.runAll();
    assertEquals(1, ran.get());
    strand.schedule(ran::incrementAndGet, SECOND);
    pool.runAll();
    pool.advanceBy(SECOND);
    assertEquals(2, ran.get());
  }

  @Test
  void inANestedHostLoopPumpsRunNothingAndThenEverythingRuns() {
    List<String> order = new ArrayList<>();
    loop.execute(() -> {
      loop.execute(() -> order.add("inner"));
      loop.scheduleAt(0, () -> order.add("timer"));
      host.runAll();
      host.advanceBy(SECOND);
      order.add("outer");
    });
    host.runAll();
    assertEquals(List.of("outer", "timer", "inner"), order);
  }

  @Test
  void aTimerThatCannotBeDisarmedKeepsNoLoopFromEnding() throws Exception {
    Queue<Runnable> pumps = new ArrayDeque<>();
    LoopHost faulty =
        new LoopHost() {
          @Override
          public void execute(Runnable pump) {
            pumps.add(pump);
          }

          @Override
          public Registration executeAfter(Runnable pump, long nanos) {
            return () -> {
              throw new IllegalStateException("gone");
            };
          }
        };
    ManagedLoop guest =
        Loops.builder().exceptionHandler((of, failure) -> failures.add(failure)).on(faulty);
    guest.schedule(ran::incrementAndGet, Duration.ofHours(1));
    pumps.remove().run();
    // Earlier: the host's timer is to be set anew.
    guest.schedule(ran::incrementAndGet, Duration.ofMinutes(1));
    pumps.remove().run();
    guest.execute(ran::incrementAndGet);
    pumps.remove().run();
    assertEquals(1, ran.get());

    assertFalse(guest.shutdown(Duration.ZERO));
    assertTrue(guest.isTerminated());
    assertEquals(2, failures.stream().filter(f -> f.message().contains("disarmed")).count());
  }

  @Test
  void aTimersPumpIsPostedAgainAfterAnErrorOfTheHost() throws Exception {
    CountDownLatch rang = new CountDownLatch(1);
    AtomicInteger left = new AtomicInteger(2);
    LoopHost failing =
        task -> {
          if (left.getAndDecrement() > 0) {
            throw new LinkageError("expected by a test");
          }
          task.run();
        };
    Registration timer = failing.executeAfter(rang::countDown, 1);
    assertTrue(rang.await(60, TimeUnit.SECONDS));
    timer.close();
  }

  @Test
  void aHostMayDriveTheLoopByHandWhileItShutsDown() {
    TestTimer task = new TestTimer();
    loop.execute(task);
    host.execute(loop::close);
    host.runAll();
    assertTrue(loop.isTerminated());
    assertEquals(1, task.runs);
    assertNull(host.untilNextTimer());
    assertEquals(List.of(), host.escaped());
    assertEquals(List.of(), failures);
  }
}
