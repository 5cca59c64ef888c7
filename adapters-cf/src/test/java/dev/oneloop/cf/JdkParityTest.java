package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneloop.LoopBuilder;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Every kind of stage, with every outcome of its sources, complete before or after the stage is
 * attached, with a function that returns or throws: a loop future does what the JDK's does.
 */
@SuppressWarnings({"FutureReturnValueIgnored", "NullAway"}) // nulls are passed as they come
class JdkParityTest {
  private static final Executor INLINE = Runnable::run;

  /** What a stage's functions are called with, and whether they throw. */
  private static final class Probe {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final boolean throwing;

    Probe(boolean throwing) {
      this.throwing = throwing;
    }

    Integer call(Object... arguments) {
      List<String> described = new ArrayList<>();
      for (Object argument : arguments) {
        described.add(
            argument instanceof Throwable failure ? describe(failure) : String.valueOf(argument));
      }
      calls.add(described.toString());
      if (throwing) {
        throw new UnsupportedOperationException("by the function");
      }
      return 42;
    }
  }

  @FunctionalInterface
  private interface Stage {
    CompletionStage<?> of(CompletableFuture<Integer> f, CompletableFuture<Integer> g, Probe p);
  }

  private static Map<String, Stage> stages() {
    Map<String, Stage> all = new LinkedHashMap<>();
    all.put("thenApply", (f, g, p) -> f.thenApply(x -> p.call(x)));
    all.put("thenApplyAsync", (f, g, p) -> f.thenApplyAsync(x -> p.call(x)));
    all.put("thenApplyAsync2", (f, g, p) -> f.thenApplyAsync(x -> p.call(x), INLINE));
    all.put("thenAccept", (f, g, p) -> f.thenAccept(x -> p.call(x)));
    all.put("thenAcceptAsync", (f, g, p) -> f.thenAcceptAsync(x -> p.call(x)));
    all.put("thenAcceptAsync2", (f, g, p) -> f.thenAcceptAsync(x -> p.call(x), INLINE));
    all.put("thenRun", (f, g, p) -> f.thenRun(() -> p.call()));
    all.put("thenRunAsync", (f, g, p) -> f.thenRunAsync(() -> p.call()));
    all.put("thenRunAsync2", (f, g, p) -> f.thenRunAsync(() -> p.call(), INLINE));
    all.put("handle", (f, g, p) -> f.handle((x, e) -> p.call(x, e)));
    all.put("handleAsync", (f, g, p) -> f.handleAsync((x, e) -> p.call(x, e)));
    all.put("handleAsync2", (f, g, p) -> f.handleAsync((x, e) -> p.call(x, e), INLINE));
    all.put("whenComplete", (f, g, p) -> f.whenComplete((x, e) -> p.call(x, e)));
    all.put("whenCompleteAsync", (f, g, p) -> f.whenCompleteAsync((x, e) -> p.call(x, e)));
    all.put("whenCompleteAsync2", (f, g, p) -> f.whenCompleteAsync((x, e) -> p.call(x, e), INLINE));
    all.put("exceptionally", (f, g, p) -> f.exceptionally(e -> p.call(e)));
    all.put("exceptionallyAsync", (f, g, p) -> f.exceptionallyAsync(e -> p.call(e)));
    all.put("exceptionallyAsync2", (f, g, p) -> f.exceptionallyAsync(e -> p.call(e), INLINE));
    all.put(
        "exceptionallyCompose",
        (f, g, p) ->
            f.exceptionallyCompose(e -> {
              p.call(e);
              return g;
            }));
    all.put(
        "exceptionallyComposeAsync",
        (f, g, p) ->
            f.exceptionallyComposeAsync(e -> {
              p.call(e);
              return g;
            }));
    all.put(
        "exceptionallyComposeAsync2",
        (f, g, p) ->
            f.exceptionallyComposeAsync(
                e -> {
                  p.call(e);
                  return g;
                },
                INLINE));
    all.put(
        "thenCompose",
        (f, g, p) ->
            f.thenCompose(x -> {
              p.call(x);
              return g;
            }));
    all.put(
        "thenComposeAsync",
        (f, g, p) ->
            f.thenComposeAsync(x -> {
              p.call(x);
              return g;
            }));
    all.put(
        "thenComposeAsync2",
        (f, g, p) ->
            f.thenComposeAsync(
                x -> {
                  p.call(x);
                  return g;
                },
                INLINE));
    all.put("thenCompose(null)", (f, g, p) -> f.thenCompose(x -> null));
    all.put("thenCombine", (f, g, p) -> f.thenCombine(g, (x, y) -> p.call(x, y)));
    all.put("thenCombineAsync", (f, g, p) -> f.thenCombineAsync(g, (x, y) -> p.call(x, y)));
    all.put(
        "thenCombineAsync2", (f, g, p) -> f.thenCombineAsync(g, (x, y) -> p.call(x, y), INLINE));
    all.put("thenCombine(itself)", (f, g, p) -> f.thenCombine(f, (x, y) -> p.call(x, y)));
    all.put("thenAcceptBoth", (f, g, p) -> f.thenAcceptBoth(g, (x, y) -> p.call(x, y)));
    all.put("thenAcceptBothAsync", (f, g, p) -> f.thenAcceptBothAsync(g, (x, y) -> p.call(x, y)));
    all.put(
        "thenAcceptBothAsync2",
        (f, g, p) -> f.thenAcceptBothAsync(g, (x, y) -> p.call(x, y), INLINE));
    all.put("runAfterBoth", (f, g, p) -> f.runAfterBoth(g, () -> p.call()));
    all.put("runAfterBothAsync", (f, g, p) -> f.runAfterBothAsync(g, () -> p.call()));
    all.put("runAfterBothAsync2", (f, g, p) -> f.runAfterBothAsync(g, () -> p.call(), INLINE));
    CompletableFuture<Integer> never = new CompletableFuture<>();
    all.put("applyToEither", (f, g, p) -> f.applyToEither(never, x -> p.call(x)));
    all.put("applyToEitherAsync", (f, g, p) -> f.applyToEitherAsync(never, x -> p.call(x)));
    all.put(
        "applyToEitherAsync2", (f, g, p) -> f.applyToEitherAsync(never, x -> p.call(x), INLINE));
    all.put(
        "applyToEither(other)",
        (f, g, p) ->
            f.<CompletableFuture<Integer>>newIncompleteFuture()
                .thenCompose(x -> x)
                .applyToEither(f, x -> p.call(x)));
    all.put("acceptEither", (f, g, p) -> f.acceptEither(never, x -> p.call(x)));
    all.put("acceptEitherAsync", (f, g, p) -> f.acceptEitherAsync(never, x -> p.call(x)));
    all.put("acceptEitherAsync2", (f, g, p) -> f.acceptEitherAsync(never, x -> p.call(x), INLINE));
    all.put("runAfterEither", (f, g, p) -> f.runAfterEither(never, () -> p.call()));
    all.put("runAfterEitherAsync", (f, g, p) -> f.runAfterEitherAsync(never, () -> p.call()));
    all.put(
        "runAfterEitherAsync2", (f, g, p) -> f.runAfterEitherAsync(never, () -> p.call(), INLINE));
    all.put("copy", (f, g, p) -> f.copy());
    all.put("minimal", (f, g, p) -> f.minimalCompletionStage());
    all.put("minimal.thenApply", (f, g, p) -> f.minimalCompletionStage().thenApply(x -> p.call(x)));
    all.put("toCompletableFuture", (f, g, p) -> f.toCompletableFuture());
    all.put("anyOf(one)", (f, g, p) -> CompletableFuture.anyOf(f));
    all.put("anyOf", (f, g, p) -> CompletableFuture.anyOf(never, f));
    all.put("allOf", (f, g, p) -> CompletableFuture.allOf(f, g));
    all.put("foreign.thenCombine", (f, g, p) -> g.thenCombine(f, (x, y) -> p.call(x, y)));
    all.put(
        "foreign.thenCompose",
        (f, g, p) -> CompletableFuture.completedFuture(1).thenCompose(x -> f));
    all.put("completeAsync", (f, g, p) -> f.completeAsync(() -> p.call()));
    all.put("completeAsync2", (f, g, p) -> f.completeAsync(() -> p.call(), INLINE));
    all.put(
        "two stages",
        (f, g, p) -> f.thenApply(x -> p.call(x)).whenComplete((x, e) -> p.calls.add("then" + x)));
    return all;
  }

  private enum Outcome {
    VALUE,
    NULL,
    FAILURE,
    WRAPPED_FAILURE,
    CANCELLED;

    void applyTo(CompletableFuture<Integer> future, Integer value) {
      switch (this) {
        case VALUE -> future.complete(value);
        case NULL -> future.complete(null);
        case FAILURE -> future.completeExceptionally(new IllegalStateException("of source"));
        case WRAPPED_FAILURE ->
            future.completeExceptionally(
                new CompletionException(new IllegalArgumentException("of source")));
        case CANCELLED -> future.cancel(true);
      }
    }
  }

  private enum When {
    BEFORE,
    AFTER,
    ONE_BEFORE
  }

  private static String describe(@Nullable Throwable failure) {
    if (failure == null) {
      return "null";
    }
    // A message that was made from the cause, or by the virtual machine, says nothing of its own.
    String message =
        failure.getCause() != null || failure instanceof NullPointerException
            ? ""
            : " " + failure.getMessage();
    return failure.getClass().getSimpleName()
        + message
        + (failure.getCause() == null ? "" : " <- " + describe(failure.getCause()))
        + (failure.getSuppressed().length == 0 ? "" : " + " + describe(failure.getSuppressed()[0]));
  }

  private static String attempt(Executable asking) {
    try {
      asking.execute();
      return "ok";
    } catch (Throwable e) {
      return describe(e);
    }
  }

  /** Everything that can be asked of a complete stage. */
  private static String describe(CompletionStage<?> stage) {
    CompletableFuture<?> result = stage.toCompletableFuture();
    List<String> answers = new ArrayList<>();
    answers.add(attempt(() -> answers.add(String.valueOf(result.get(30, TimeUnit.SECONDS)))));
    answers.add(attempt(() -> answers.add(String.valueOf(result.join()))));
    answers.add(attempt(() -> answers.add(String.valueOf(result.getNow(null)))));
    answers.add(attempt(() -> result.get(0, TimeUnit.SECONDS)));
    answers.add(
        result.isDone() + " " + result.isCompletedExceptionally() + " " + result.isCancelled());
    CompletableFuture<String> seen = result.handle((x, e) -> x + " " + describe(e));
    attempt(() -> seen.get(30, TimeUnit.SECONDS));
    answers.add(seen.getNow("not run"));
    answers.add(
        result.toString().replaceAll("^[^\\[]*", "").replaceAll("PointerException: .*", "]"));
    answers.add(
        "complete again: "
            + result.complete(null)
            + result.completeExceptionally(new RuntimeException())
            + result.cancel(false));
    return answers.toString();
  }

  private record Case(String name, Stage stage, Outcome f, Outcome g, When when, boolean throwing) {

    CompletionStage<?> start(Supplier<CompletableFuture<Integer>> source, Probe probe) {
      CompletableFuture<Integer> first = source.get();
      CompletableFuture<Integer> second = source.get();
      if (when != When.AFTER) {
        f.applyTo(first, 1);
      }
      if (when == When.BEFORE) {
        g.applyTo(second, 2);
      }
      CompletionStage<?> result = stage.of(first, second, probe);
      if (when == When.AFTER) {
        f.applyTo(first, 1);
      }
      if (when != When.BEFORE) {
        g.applyTo(second, 2);
      }
      return result;
    }

    String expected() {
      Probe probe = new Probe(throwing);
      return describe(start(CompletableFuture::new, probe)) + probe.calls;
    }
  }

  private static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    stages()
        .forEach((name, stage) -> {
          for (Outcome f : Outcome.values()) {
            for (Outcome g : new Outcome[] {Outcome.VALUE, Outcome.FAILURE}) {
              for (When when : When.values()) {
                // The task of completeAsync and the completer would race.
                if (name.startsWith("completeAsync") && when == When.AFTER) {
                  continue;
                }
                cases.add(new Case(name, stage, f, g, when, false));
                cases.add(new Case(name, stage, f, g, when, true));
              }
            }
          }
        });
    return cases.stream();
  }

  @TestFactory
  Stream<DynamicTest> fromAForeignThread() {
    return stages().keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> checkFromAForeignThread(name)));
  }

  private static void checkFromAForeignThread(String name) {
    ManagedLoop loop = quiet().start();
    LoopExecutor executor = LoopExecutor.of(loop);
    cases()
        .filter(c -> c.name().equals(name))
        .forEach(c -> {
          Probe probe = new Probe(c.throwing());
          String actual = describe(c.start(executor::incompleteFuture, probe));
          assertEquals(c.expected(), actual + probe.calls, c::toString);
        });
    loop.close();
  }

  @TestFactory
  Stream<DynamicTest> onTheLoop() {
    return stages().keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> checkOnTheLoop(name)));
  }

  private static void checkOnTheLoop(String name) {
    ManualLoop loop = quiet().manual();
    LoopExecutor executor = LoopExecutor.of(loop);
    cases()
        .filter(c -> c.name().equals(name))
        .forEach(c -> {
          Probe probe = new Probe(c.throwing());
          List<CompletionStage<?>> result = new ArrayList<>();
          loop.execute(() -> result.add(c.start(executor::incompleteFuture, probe)));
          loop.runUntilIdle();
          // What asks for the outcome attaches a stage itself, which the loop has to run.
          List<String> answer = new ArrayList<>();
          loop.execute(() -> answer.add(describe(result.get(0))));
          loop.runUntilIdle();
          assertEquals(c.expected(), answer.get(0) + probe.calls, c::toString);
        });
    loop.close();
  }

  private static LoopBuilder quiet() {
    return Loops.builder().name("parity").exceptionHandler((loop, failure) -> {});
  }
}
