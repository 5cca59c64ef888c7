package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the functions of stages run. */
@SuppressWarnings("FutureReturnValueIgnored")
class PinningTest {
  private static final int FAN_OUT = 2_000;

  private final ManagedLoop loop = Loops.start("pinning");
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final AtomicInteger offLoop = new AtomicInteger();
  private final AtomicInteger ran = new AtomicInteger();

  @AfterEach
  void close() throws InterruptedException {
    loop.close();
    pool.shutdownNow();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
  }

  private void note() {
    ran.incrementAndGet();
    if (!loop.inEventLoop()) {
      offLoop.incrementAndGet();
    }
  }

  @Test
  void stagesRunOnTheLoopWhoeverCompletes() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    LoopFuture<Integer> stage =
        source.thenApply(x -> {
          note();
          return x + 1;
        });
    source.complete(1);
    assertEquals(2, stage.join());
    assertEquals(0, offLoop.get());
    assertEquals(1, ran.get());
  }

  @Test
  void joinersNeverRunStages() {
    for (int round = 0; round < 20; round++) {
      LoopFuture<Integer> source = executor.incompleteFuture();
      List<CompletableFuture<?>> stages = new ArrayList<>();
      for (int i = 0; i < FAN_OUT; i++) {
        stages.add(source.thenRun(this::note));
      }
      pool.execute(() -> source.complete(1));
      source.join();
      stages.forEach(CompletableFuture::join);
    }
    assertEquals(20 * FAN_OUT, ran.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void stagesAttachedElsewhereWhileTheFirstOneRunsAllRunOnce() {
    int rounds = 2_000;
    int each = 3;
    for (int round = 0; round < rounds; round++) {
      LoopFuture<Integer> source = executor.incompleteFuture();
      source.thenRun(this::note);
      List<CompletableFuture<?>> attaching = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        attaching.add(
            CompletableFuture.runAsync(
                () -> {
                  List<CompletableFuture<?>> stages = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    stages.add(source.thenRun(this::note));
                  }
                  stages.forEach(CompletableFuture::join);
                },
                pool));
      }
      loop.execute(() -> source.complete(1));
      attaching.forEach(CompletableFuture::join);
    }
    assertEquals(rounds * (1 + 2 * each), ran.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void siblingsOnAPoolDoNotDragOthersThere() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    List<CompletableFuture<?>> stages = new ArrayList<>();
    AtomicInteger onPool = new AtomicInteger();
    for (int i = 0; i < 20_000; i++) {
      stages.add(source.thenRun(this::note));
      stages.add(
          source
              .thenRunAsync(
                  () -> {
                    if (!loop.inEventLoop()) {
                      onPool.incrementAndGet();
                    }
                  },
                  pool)
              .thenRun(this::note));
    }
    pool.execute(() -> source.complete(1));
    stages.forEach(CompletableFuture::join);
    assertEquals(40_000, ran.get());
    assertEquals(20_000, onPool.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void failuresPassedByAnExecutorStageAreHandledOnTheLoop() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    CompletableFuture<Integer> stage =
        source
            .thenApplyAsync(x -> x, pool)
            .whenComplete((value, failure) -> note())
            .exceptionally(failure -> {
              note();
              return 7;
            });
    source.completeExceptionally(new IllegalStateException("expected"));
    assertEquals(7, stage.join());
    assertEquals(2, ran.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void innerFuturesOfThenComposeKeepThePin() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    CompletableFuture<Integer> inner = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> stage =
        source.thenComposeAsync(x -> inner, pool).thenAccept(x -> note());
    source.complete(1);
    inner.complete(2);
    stage.join();
    assertEquals(1, ran.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void relativesKeepThePin() throws Exception {
    LoopFuture<Integer> source = executor.incompleteFuture();
    CompletionStage<Integer> minimal = source.minimalCompletionStage();
    List<CompletionStage<?>> stages = new ArrayList<>();
    stages.add(minimal.thenRun(this::note));
    stages.add(minimal.toCompletableFuture().thenRun(this::note));
    stages.add(source.copy().thenRun(this::note));
    stages.add(CompletableFuture.anyOf(source).thenRun(this::note));
    stages.add(executor.anyOf(source, new CompletableFuture<>()).thenRun(this::note));
    stages.add(executor.allOf(source, minimal).thenRun(this::note));
    stages.add(executor.pin(CompletableFuture.allOf(source)).thenRun(this::note));
    source.complete(1);
    for (CompletionStage<?> stage : stages) {
      stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    assertEquals(stages.size(), ran.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void stagesOfACompleteFutureAreRunOnTheLoop() {
    LoopFuture<Integer> source = executor.completedFuture(1);
    source.thenRun(this::note).join();
    assertEquals(1, ran.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void stagesWithTwoSourcesRunOnTheLoop() {
    LoopFuture<Integer> a = executor.incompleteFuture();
    CompletableFuture<Integer> b = new CompletableFuture<>();
    CompletableFuture<Integer> sum =
        a.thenCombine(
            b,
            (x, y) -> {
              note();
              return x + y;
            });
    CompletableFuture<@Nullable Void> either = a.acceptEither(b, x -> note());
    b.complete(2);
    either.join();
    assertFalse(sum.isDone());
    a.complete(1);
    assertEquals(3, sum.join());
    assertEquals(2, ran.get());
    assertEquals(0, offLoop.get());
  }

  @Test
  void errorsOfEveryKindCompleteTheStage() {
    LoopFuture<Integer> source = executor.incompleteFuture();
    List<CompletableFuture<?>> stages =
        List.of(
            source.thenRun(PinningTest::fail),
            source.thenAccept(x -> fail()),
            source.thenApply(x -> overflow()),
            source.handle((x, e) -> overflow()),
            source.whenComplete((x, e) -> fail()),
            source.thenCompose(x -> overflow()),
            executor.supplyAsync(PinningTest::overflow),
            executor.runAsync(PinningTest::fail));
    source.complete(1);
    for (CompletableFuture<?> stage : stages) {
      Throwable failure = stage.handle((x, e) -> e).join();
      assertInstanceOf(CompletionException.class, failure);
      assertInstanceOf(Error.class, failure.getCause());
    }
  }

  private static void fail() {
    throw new AssertionError("expected");
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
  private static <T> T overflow() {
    throw new StackOverflowError("expected");
  }

  @Test
  void aMillionStagesInAChainAndInAFanOutAllRun() throws Exception {
    int count = 1_000_000;
    CountDownLatch done = new CountDownLatch(1);
    LoopFuture<Integer> source = executor.incompleteFuture();
    Thread small =
        new Thread(
            null,
            () -> {
              LoopFuture<Integer> end = source;
              for (int i = 0; i < count; i++) {
                end = end.thenApply(x -> x + 1);
                source.thenRun(ran::incrementAndGet);
              }
              end.thenAccept(x -> {
                assertEquals(count, x);
                done.countDown();
              });
              source.complete(0);
            },
            "small",
            512 * 1024);
    small.start();
    assertTrue(done.await(60, TimeUnit.SECONDS));
    assertEquals(count, ran.get());
  }
}
