package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.exceptions.MissingBackpressureException;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Slices, latest values. */
class LoopTransformersTest extends RxTestBase {
  private final ManualLoop loop = Loops.manual();
  private final List<Object> got = new ArrayList<>();

  // ------------------------------------------------------------------------------------ slices

  @Test
  void aSliceAtATimeAndOthersInBetween() {
    Disposable d =
        Flowable.range(1, 5)
            .compose(LoopTransformers.<Integer>observeOnSliced(loop, 2))
            .subscribe(got::add, got::add, () -> got.add("complete"));
    assertEquals(List.of(), got);
    loop.poll();
    assertEquals(List.of(1, 2), got);
    loop.execute(() -> got.add("other"));
    loop.runUntilIdle();
    assertEquals(List.of(1, 2, 3, 4, "other", 5, "complete"), got);
    assertTrue(d.isDisposed());
  }

  @Test
  void slicesOfAnObservable() {
    PublishSubject<Integer> source = PublishSubject.create();
    Disposable d =
        source
            .compose(LoopTransformers.<Integer>observeOnSliced(loop, 10))
            .subscribe(got::add, got::add);
    for (int i = 0; i < 1_000; i++) {
      source.onNext(i);
    }
    assertEquals(10, ranInOneTurn());
    assertEquals(10, ranInOneTurn());
    source.onComplete();
    loop.runUntilIdle();
    assertEquals(1_000, got.size());
    assertTrue(d.isDisposed());
  }

  private int ranInOneTurn() {
    int before = got.size();
    loop.poll();
    return got.size() - before;
  }

  @Test
  void anErrorWaitsForTheItemsBeforeIt() {
    RuntimeException failure = new RuntimeException("source");
    TestSubscriber<Integer> subscriber =
        Flowable.range(1, 3)
            .concatWith(Flowable.error(failure))
            .compose(LoopTransformers.<Integer>observeOnSliced(loop, 1))
            .test();
    loop.runUntilIdle();
    subscriber.assertValues(1, 2, 3).assertError(failure);
  }

  @Test
  void slicesDeliverWhatWasAskedForOnly() {
    TestSubscriber<Integer> subscriber =
        Flowable.range(1, 100).compose(LoopTransformers.<Integer>observeOnSliced(loop, 4)).test(0);
    loop.runUntilIdle();
    subscriber.assertEmpty();
    subscriber.request(6);
    loop.runUntilIdle();
    subscriber.assertValueCount(6);
    subscriber.request(Long.MAX_VALUE);
    subscriber.request(Long.MAX_VALUE);
    loop.runUntilIdle();
    subscriber.assertValueCount(100).assertComplete();
  }

  @Test
  void aSliceAsksForNoMoreThanItHasRoomFor() {
    List<Long> requests = new ArrayList<>();
    TestSubscriber<Integer> subscriber =
        Flowable.range(1, 100)
            .doOnRequest(requests::add)
            .compose(LoopTransformers.<Integer>observeOnSliced(loop, 4))
            .test();
    loop.runUntilIdle();
    subscriber.assertValueCount(100);
    assertEquals(8L, requests.get(0));
    assertTrue(
        requests.subList(1, requests.size()).stream().allMatch(n -> n == 4), requests::toString);
  }

  @Test
  void aSourceThatSendsTooMuchFails() {
    PublishSubject<Integer> unruly = PublishSubject.create();
    TestSubscriber<Integer> subscriber =
        unruly
            .toFlowable(BackpressureStrategy.MISSING)
            .compose(LoopTransformers.<Integer>observeOnSliced(loop, 4))
            .test();
    for (int i = 0; i < 100; i++) {
      unruly.onNext(i);
    }
    assertFalse(unruly.hasObservers());
    loop.runUntilIdle();
    subscriber.assertFailure(MissingBackpressureException.class, 0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void cancellingASliceStopsAtOnceAndFreesTheWorker() {
    PublishProcessor<Integer> source = PublishProcessor.create();
    TestSubscriber<Integer> subscriber =
        source.compose(LoopTransformers.<Integer>observeOnSliced(loop, 4)).test();
    source.onNext(1);
    subscriber.cancel();
    assertFalse(source.hasSubscribers());
    loop.runUntilIdle();
    subscriber.assertNoValues();
    assertEquals(0, LoopSchedulers.from(loop).pendingTasks());

    Disposable inside =
        Flowable.range(1, 10)
            .compose(LoopTransformers.<Integer>observeOnSliced(loop, 4))
            .take(2)
            .subscribe(got::add);
    loop.runUntilIdle();
    assertEquals(List.of(1, 2), got);
    assertTrue(inside.isDisposed());
  }

  @Test
  void slicesLoseNothingBetweenThreads() throws Exception {
    try (ManagedLoop own = Loops.start("own")) {
      int items = 100_000;
      CountDownLatch done = new CountDownLatch(1);
      List<Integer> received = new ArrayList<>();
      Disposable d =
          Flowable.range(0, items)
              .subscribeOn(Schedulers.computation())
              .compose(LoopTransformers.<Integer>observeOnSliced(own, 16))
              .doFinally(done::countDown)
              .subscribe(received::add);
      assertTrue(done.await(60, TimeUnit.SECONDS));
      assertEquals(items, received.size());
      for (int i = 0; i < items; i++) {
        assertEquals(i, received.get(i));
      }
      assertTrue(d.isDisposed());
    }
  }

  @Test
  void anEmptySliceIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LoopTransformers.observeOnSliced(loop, 0));
  }

  // ------------------------------------------------------------------------------------ latest

  @Test
  void theLatestItemOfATurn() {
    PublishProcessor<Integer> source = PublishProcessor.create();
    Disposable d =
        source
            .compose(LoopTransformers.<Integer>observeLatestPerTurn(loop))
            .subscribe(got::add, got::add, () -> got.add("complete"));
    source.onNext(1);
    source.onNext(2);
    source.onNext(3);
    assertEquals(List.of(), got);
    loop.poll();
    assertEquals(List.of(3), got);
    loop.runUntilIdle();
    source.onNext(4);
    source.onNext(5);
    source.onComplete();
    loop.runUntilIdle();
    assertEquals(List.of(3, 5, "complete"), got);
    assertTrue(d.isDisposed());
  }

  @Test
  void theLatestItemOfAnObservable() {
    PublishSubject<Integer> source = PublishSubject.create();
    Disposable d =
        source
            .compose(LoopTransformers.<Integer>observeLatestPerTurn(loop))
            .subscribe(got::add, got::add);
    for (int i = 0; i < 1_000; i++) {
      source.onNext(i);
    }
    loop.runUntilIdle();
    assertEquals(List.of(999), got);
    d.dispose();
    assertFalse(source.hasObservers());
  }

  @Test
  void atMostOneItemATurnFromTheLoopItself() {
    PublishProcessor<Integer> source = PublishProcessor.create();
    Disposable d =
        source
            .compose(LoopTransformers.<Integer>observeLatestPerTurn(loop))
            .subscribe(i -> {
              got.add(i);
              if (i < 3) {
                source.onNext(i + 1);
              }
            });
    source.onNext(1);
    assertEquals(1, ranInOneTurn());
    assertEquals(1, ranInOneTurn());
    assertEquals(1, ranInOneTurn());
    assertEquals(0, ranInOneTurn());
    d.dispose();
  }

  @Test
  void theLatestItemWaitsUntilItIsAskedFor() {
    PublishProcessor<Integer> source = PublishProcessor.create();
    TestSubscriber<Integer> subscriber =
        source.compose(LoopTransformers.<Integer>observeLatestPerTurn(loop)).test(0);
    source.onNext(1);
    loop.runUntilIdle();
    source.onNext(2);
    loop.runUntilIdle();
    subscriber.assertEmpty();
    subscriber.request(1);
    loop.runUntilIdle();
    subscriber.assertValuesOnly(2);
    RuntimeException failure = new RuntimeException("source");
    source.onError(failure);
    loop.runUntilIdle();
    subscriber.assertFailure(RuntimeException.class, 2);
  }

  @Test
  void observablesEndAsTheirSourcesDo() {
    RuntimeException failure = new RuntimeException("source");
    Disposable d =
        Observable.<Integer>error(failure)
            .compose(LoopTransformers.<Integer>observeLatestPerTurn(loop))
            .subscribe(got::add, got::add);
    loop.runUntilIdle();
    assertEquals(List.of(failure), got);
    assertTrue(d.isDisposed());
  }
}
