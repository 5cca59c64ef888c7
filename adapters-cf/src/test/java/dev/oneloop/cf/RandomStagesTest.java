package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random graphs of stages, completed at random, come to what the JDK's come to. */
class RandomStagesTest {
  private static final int GRAPHS = 2_000;
  private static final int STEPS = 40;
  private static final int SOURCES = 4;

  @Test
  void theOutcomesAndTheCallsAreThoseOfTheJdk() {
    ManualLoop loop = Loops.builder().exceptionHandler((from, failure) -> {}).manual();
    LoopExecutor executor = LoopExecutor.of(loop);
    for (long seed = 0; seed < GRAPHS; seed++) {
      Graph expected = new Graph(new Random(seed), CompletableFuture::new);
      List<String> actual = new ArrayList<>();
      Random random = new Random(seed);
      loop.execute(() -> actual.add(new Graph(random, executor::incompleteFuture).outcome()));
      loop.runUntilIdle();
      assertEquals(List.of(expected.outcome()), actual, "seed " + seed);
    }
  }

  private static final class Graph {
    private final Random random;
    private final List<CompletableFuture<Integer>> stages = new ArrayList<>();
    private final List<CompletableFuture<Integer>> pending = new ArrayList<>();
    private int calls;

    Graph(Random random, Supplier<CompletableFuture<Integer>> source) {
      this.random = random;
      for (int i = 0; i < SOURCES; i++) {
        pending.add(source.get());
      }
      stages.addAll(pending);
      Collections.shuffle(pending, random);
      for (int step = 0; step < STEPS; step++) {
        grow();
      }
      while (!pending.isEmpty()) {
        completeOne();
      }
    }

    private CompletableFuture<Integer> any() {
      return stages.get(random.nextInt(stages.size()));
    }

    private void grow() {
      CompletableFuture<Integer> one = any();
      CompletableFuture<Integer> other = any();
      int n = random.nextInt(100);
      switch (random.nextInt(9)) {
        case 0 -> stages.add(one.thenApply(x -> called(x, n)));
        case 1 ->
            stages.add(
                one.thenCompose(x -> {
                  calls++;
                  return other;
                }));
        case 2 -> stages.add(one.thenCompose(x -> other.thenApply(y -> called(x, y))));
        case 3 -> stages.add(one.thenCombine(other, this::called));
        case 4 -> stages.add(one.handle((x, failure) -> failure == null ? called(x, n) : n));
        case 5 -> stages.add(one.exceptionally(failure -> called(n, n)));
        case 6 -> stages.add(one.whenComplete((x, failure) -> calls++));
        case 7 -> stages.add(one.copy().thenApply(x -> called(x, n)));
        default -> completeOneIfAny();
      }
    }

    private int called(int x, int y) {
      calls++;
      if (y < 10) {
        throw new IllegalStateException("function " + y);
      }
      return x * 31 + y;
    }

    private void completeOneIfAny() {
      if (!pending.isEmpty()) {
        completeOne();
      }
    }

    private void completeOne() {
      CompletableFuture<Integer> source = pending.remove(0);
      int n = random.nextInt(100);
      if (n < 25) {
        source.completeExceptionally(new IllegalStateException("source " + n));
      } else {
        source.complete(n);
      }
    }

    String outcome() {
      StringBuilder outcome = new StringBuilder(calls + " calls:");
      for (CompletableFuture<Integer> stage : stages) {
        outcome.append(' ').append(outcomeOf(stage));
      }
      return outcome.toString();
    }

    private static String outcomeOf(CompletableFuture<Integer> stage) {
      try {
        return String.valueOf(stage.getNow(-1));
      } catch (CompletionException e) {
        return String.valueOf(e.getCause());
      }
    }
  }
}
