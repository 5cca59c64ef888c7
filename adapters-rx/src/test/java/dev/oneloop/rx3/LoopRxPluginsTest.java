package dev.oneloop.rx3;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import dev.oneloop.Registration;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.BooleanSupplier;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** RxJava's global hooks, and how they are given back. */
class LoopRxPluginsTest extends RxTestBase {
  private final List<LoopFailure> failures = new ArrayList<>();
  private final ManualLoop loop =
      Loops.builder().exceptionHandler((l, failure) -> failures.add(failure)).manual();

  // ------------------------------------------------------------------------------------ errors

  @Test
  void errorsOnTheLoopGoToItsHandlerOnce() {
    RuntimeException failure = new RuntimeException("task");
    try (Registration installed = LoopRxPlugins.routeErrorsToLoop(loop)) {
      assertInstanceOf(Registration.class, installed);
      LoopSchedulers.from(loop)
          .scheduleDirect(() -> {
            throw failure;
          });
      loop.runUntilIdle();
    }
    assertEquals(1, failures.size());
    assertSame(failure, failures.get(0).throwable());
  }

  @Test
  void errorsElsewhereGoToTheHandlerFromBefore() {
    RuntimeException failure = new RuntimeException("elsewhere");
    Registration installed = LoopRxPlugins.routeErrorsToLoop(loop);
    RxJavaPlugins.onError(failure);
    installed.close();
    assertEquals(List.of(failure), takeErrors());
    assertEquals(List.of(), failures);
  }

  @Test
  void errorsElsewhereGoToTheLoopIfThereWasNoHandler() {
    RxJavaPlugins.setErrorHandler(null);
    RuntimeException failure = new RuntimeException("elsewhere");
    Registration installed = LoopRxPlugins.routeErrorsToLoop(loop);
    RxJavaPlugins.onError(failure);
    installed.close();
    assertSame(failure, failures.get(0).throwable());
    assertNull(RxJavaPlugins.getErrorHandler());
  }

  @Test
  void severalLoopsEachGetTheirOwnErrors() {
    List<LoopFailure> others = new ArrayList<>();
    ManualLoop other =
        Loops.builder().exceptionHandler((l, failure) -> others.add(failure)).manual();
    Consumer<? super Throwable> before = RxJavaPlugins.getErrorHandler();
    Registration first = LoopRxPlugins.routeErrorsToLoop(loop);
    Registration second = LoopRxPlugins.routeErrorsToLoop(other);
    loop.execute(() -> RxJavaPlugins.onError(new RuntimeException("one")));
    other.execute(() -> RxJavaPlugins.onError(new RuntimeException("two")));
    loop.poll();
    other.poll();
    assertEquals(1, failures.size());
    assertEquals(1, others.size());
    first.close();
    first.close();
    loop.execute(() -> RxJavaPlugins.onError(new RuntimeException("three")));
    loop.poll();
    assertEquals(1, failures.size());
    assertEquals("three", takeErrors().get(0).getMessage());
    second.close();
    assertSame(before, RxJavaPlugins.getErrorHandler());
  }

  @Test
  void aHandlerThatWasSetOnTopStays() {
    Registration installed = LoopRxPlugins.routeErrorsToLoop(loop);
    List<Throwable> onTop = new ArrayList<>();
    Consumer<? super Throwable> below = requireNonNull(RxJavaPlugins.getErrorHandler());
    Consumer<Throwable> top =
        e -> {
          onTop.add(e);
          below.accept(e);
        };
    RxJavaPlugins.setErrorHandler(top);
    installed.close();
    assertSame(top, RxJavaPlugins.getErrorHandler());
    RxJavaPlugins.onError(new RuntimeException("later"));
    assertEquals(1, onTop.size());
    assertEquals("later", takeErrors().get(0).getMessage());
    assertEquals(List.of(), failures);
  }

  @Test
  void aHandlerBetweenTwoLayersSeesEachErrorOnce() {
    SimulatedLoop other = Loops.simulated();
    Registration below = LoopRxPlugins.routeErrorsToLoop(loop);
    List<Throwable> between = new ArrayList<>();
    Consumer<? super Throwable> passOn = requireNonNull(RxJavaPlugins.getErrorHandler());
    Consumer<Throwable> theirs =
        e -> {
          between.add(e);
          passOn.accept(e);
        };
    RxJavaPlugins.setErrorHandler(theirs);
    Registration above = LoopRxPlugins.routeErrorsToLoop(other);
    RxJavaPlugins.onError(new RuntimeException("elsewhere"));
    assertEquals(1, between.size());
    assertEquals("elsewhere", takeErrors().get(0).getMessage());
    loop.execute(() -> RxJavaPlugins.onError(new RuntimeException("on the loop")));
    loop.poll();
    assertEquals(2, between.size());
    assertEquals("on the loop", failures.get(0).throwable().getMessage());
    below.close();
    above.close();
    assertSame(theirs, RxJavaPlugins.getErrorHandler());
    RxJavaPlugins.onError(new RuntimeException("afterwards"));
    assertEquals("afterwards", takeErrors().get(0).getMessage());
    assertEquals(1, failures.size());
  }

  @Test
  void anErrorThatIsPassedOnToALayerThatWasTakenOffIsNotLost() {
    RxJavaPlugins.setErrorHandler(null);
    Registration installed = LoopRxPlugins.routeErrorsToLoop(loop);
    Consumer<? super Throwable> below = requireNonNull(RxJavaPlugins.getErrorHandler());
    installed.close();
    RxJavaPlugins.setErrorHandler(below);
    List<Throwable> uncaught = new ArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try {
      RxJavaPlugins.onError(new RuntimeException("nobody's"));
    } finally {
      Thread.currentThread().setUncaughtExceptionHandler(before);
    }
    assertEquals(1, uncaught.size());
    assertEquals("nobody's", requireNonNull(uncaught.get(0).getCause()).getMessage());
    assertEquals(List.of(), failures);
  }

  @Test
  void aLayerDoesNotReturnAfterAReset() {
    Registration first = LoopRxPlugins.routeErrorsToLoop(loop);
    RxJavaPlugins.reset();
    List<LoopFailure> others = new ArrayList<>();
    ManualLoop other =
        Loops.builder().exceptionHandler((l, failure) -> others.add(failure)).manual();
    Registration second = LoopRxPlugins.routeErrorsToLoop(other);
    loop.execute(() -> RxJavaPlugins.onError(new RuntimeException("on the first loop")));
    loop.poll();
    assertEquals(List.of(), failures);
    assertEquals("on the first loop", others.get(0).throwable().getMessage());
    first.close();
    second.close();
    assertNull(RxJavaPlugins.getErrorHandler());
  }

  // ------------------------------------------------------------------------------------ blocking

  @Test
  void blockingOnTheLoopFailsAtOnce() {
    Registration installed = LoopRxPlugins.failOnBlocking();
    List<Throwable> thrown = new ArrayList<>();
    Single<Long> never = Single.timer(1, TimeUnit.HOURS, LoopSchedulers.from(loop));
    loop.execute(() -> thrown.add(assertThrows(BlockedLoopException.class, never::blockingGet)));
    loop.poll();
    installed.close();
    assertTrue(thrown.get(0).toString().contains(loop.toString()), thrown.get(0)::toString);
    assertFalse(RxJavaPlugins.isFailOnNonBlockingScheduler());
    assertNull(RxJavaPlugins.getOnBeforeBlocking());
  }

  @Test
  void blockingElsewhereIsLeftAlone() {
    Registration any = LoopRxPlugins.failOnBlocking();
    Registration one = LoopRxPlugins.failOnBlocking(loop);
    assertEquals(1, Single.just(1).subscribeOn(Schedulers.single()).blockingGet());
    any.close();
    one.close();
  }

  @Test
  void blockingForOneLoopIsNoMatterToAnother() {
    Registration installed = LoopRxPlugins.failOnBlocking(loop);
    List<Object> got = new ArrayList<>();
    Single<Integer> elsewhere = Single.just(1).subscribeOn(Schedulers.single());
    ManualLoop other = Loops.manual();
    other.execute(() -> got.add(elsewhere.blockingGet()));
    other.poll();
    Single<Integer> never = Single.never();
    loop.execute(() -> got.add(assertThrows(IllegalStateException.class, never::blockingGet)));
    loop.poll();
    installed.close();
    assertEquals(1, got.get(0));
    assertInstanceOf(BlockedLoopException.class, got.get(1));
  }

  @Test
  void theBlockingHookFromBeforeIsAskedAndReturns() {
    BooleanSupplier before = () -> true;
    RxJavaPlugins.setOnBeforeBlocking(before);
    RxJavaPlugins.setFailOnNonBlockingScheduler(true);
    Registration first = LoopRxPlugins.failOnBlocking();
    Registration second = LoopRxPlugins.failOnBlocking(loop);
    assertNotSame(before, RxJavaPlugins.getOnBeforeBlocking());
    assertThrows(IllegalStateException.class, () -> Single.timer(1, TimeUnit.HOURS).blockingGet());
    first.close();
    second.close();
    assertSame(before, RxJavaPlugins.getOnBeforeBlocking());
    assertTrue(RxJavaPlugins.isFailOnNonBlockingScheduler());
  }

  @Test
  void aBlockingHookBetweenTwoLayersIsAskedOnce() {
    Registration below = LoopRxPlugins.failOnBlocking(loop);
    BooleanSupplier passOn = requireNonNull(RxJavaPlugins.getOnBeforeBlocking());
    List<String> asked = new ArrayList<>();
    BooleanSupplier theirs =
        () -> {
          asked.add("theirs");
          return passOn.getAsBoolean();
        };
    RxJavaPlugins.setOnBeforeBlocking(theirs);
    Registration above = LoopRxPlugins.failOnBlocking();
    assertFalse(RxJavaPlugins.onBeforeBlocking());
    assertEquals(List.of("theirs"), asked);
    above.close();
    above.close();
    assertSame(theirs, RxJavaPlugins.getOnBeforeBlocking());
    assertTrue(RxJavaPlugins.isFailOnNonBlockingScheduler());
    below.close();
    assertFalse(RxJavaPlugins.isFailOnNonBlockingScheduler());
  }

  // ------------------------------------------------------------------------------------ schedulers

  @Test
  void theLoopStandsInForTheStandardSchedulers() {
    SimulatedLoop simulated = Loops.simulated();
    LoopScheduler ours = LoopSchedulers.from(simulated);
    List<Scheduler> before = standard();
    try (Registration replaced = LoopSchedulers.replaceStandard(simulated)) {
      assertInstanceOf(Registration.class, replaced);
      for (Scheduler s : standard()) {
        assertSame(ours, s);
      }
      assertNotSame(ours, Schedulers.trampoline());
    }
    assertEquals(before, standard());
    assertNull(RxJavaPlugins.getComputationSchedulerHandler());
    assertNull(RxJavaPlugins.getIoSchedulerHandler());
    assertNull(RxJavaPlugins.getSingleSchedulerHandler());
    assertNull(RxJavaPlugins.getNewThreadSchedulerHandler());
  }

  @Test
  void replacementsMayBeClosedInAnyOrder() {
    SimulatedLoop second = Loops.simulated();
    Registration outer = LoopSchedulers.replaceStandard(loop);
    Registration inner = LoopSchedulers.replaceStandard(second);
    assertSame(LoopSchedulers.from(second), Schedulers.computation());
    outer.close();
    assertSame(LoopSchedulers.from(second), Schedulers.computation());
    inner.close();
    assertNull(RxJavaPlugins.getComputationSchedulerHandler());
  }

  @Test
  void aSchedulerHandlerFromBeforeReturns() {
    Scheduler theirs = Schedulers.trampoline();
    RxJavaPlugins.setComputationSchedulerHandler(s -> theirs);
    Registration replaced = LoopSchedulers.replaceStandard(loop);
    assertSame(LoopSchedulers.from(loop), Schedulers.computation());
    replaced.close();
    assertSame(theirs, Schedulers.computation());
  }

  @Test
  void aSchedulerHandlerBetweenTwoReplacementsReturns() {
    ManualLoop second = Loops.manual();
    Registration below = LoopSchedulers.replaceStandard(loop);
    Scheduler theirs = Schedulers.trampoline();
    RxJavaPlugins.setIoSchedulerHandler(s -> theirs);
    Registration above = LoopSchedulers.replaceStandard(second);
    assertSame(LoopSchedulers.from(second), Schedulers.io());
    above.close();
    assertSame(theirs, Schedulers.io());
    assertSame(LoopSchedulers.from(loop), Schedulers.computation());
    below.close();
    assertSame(theirs, Schedulers.io());
    assertNull(RxJavaPlugins.getComputationSchedulerHandler());
  }

  @Test
  void aHandlerThatPassesOnToAReplacementThatIsOverGetsTheStandardScheduler() throws Throwable {
    Scheduler standard = Schedulers.io();
    Registration replaced = LoopSchedulers.replaceStandard(loop);
    Function<? super Scheduler, ? extends Scheduler> below =
        requireNonNull(RxJavaPlugins.getIoSchedulerHandler());
    assertSame(LoopSchedulers.from(loop), Schedulers.io());
    replaced.close();
    RxJavaPlugins.setIoSchedulerHandler(below);
    assertSame(standard, Schedulers.io());
  }

  private static List<Scheduler> standard() {
    return List.of(
        Schedulers.computation(), Schedulers.io(), Schedulers.single(), Schedulers.newThread());
  }
}
