package dev.oneloop.testkit;

import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Trace;
import dev.oneloop.testkit.internal.Shrinker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The runs of one test method, one after the other: in order, with seeds, and, once one has failed,
 * those that look for the smallest schedule that fails.
 */
final class LoopRuns implements Iterator<TestTemplateInvocationContext> {
  private final LoopTest settings;
  private final ExtensionContext context;
  private final Mode mode;
  private final int seeds;

  /** What is to be run unless something fails. */
  private final Deque<Supplier<LoopInvocation>> planned = new ArrayDeque<>();

  private @Nullable LoopInvocation last;
  private @Nullable LoopInvocation upcoming;
  private @Nullable Trace inOrder;
  private @Nullable Shrinking shrinking;
  private boolean done;
  private int choices;

  LoopRuns(LoopTest settings, ExtensionContext context) {
    this.settings = settings;
    this.context = context;
    mode = settings.chaos() ? Mode.CHAOS : Mode.POSSIBLE;
    Seed pinned =
        AnnotationSupport.findAnnotation(context.getTestMethod(), Seed.class).orElse(null);
    Replay replayed =
        AnnotationSupport.findAnnotation(context.getTestMethod(), Replay.class).orElse(null);
    if (replayed != null) {
      planned.add(() -> run(replay("replay", replayed.value())));
      seeds = 0;
    } else if (pinned != null) {
      LongStream.of(pinned.value()).forEach(seed -> planned.add(() -> run(seed(seed))));
      seeds = pinned.value().length;
    } else {
      planned.add(() -> run(Schedule.fifo()));
      LongStream.rangeClosed(1, settings.seeds())
          .forEach(seed -> planned.add(() -> run(seed(seed))));
      seeds = settings.seeds();
    }
  }

  private LoopInvocation run(Schedule schedule) {
    return run(schedule, false);
  }

  private LoopInvocation run(Schedule schedule, boolean isTrial) {
    return new LoopInvocation(
        schedule, settings.foreignThreads(), Set.copyOf(List.of(settings.allow())), isTrial);
  }

  private Schedule seed(long seed) {
    return Schedule.seed(
        mode, seed, "Failed with seed " + seed + ". To repeat it: @Seed(" + seed + ")");
  }

  private Schedule replay(String name, int[] decisions) {
    return Schedule.replay(
        name, mode, decisions, "To repeat it: @Replay({" + Schedule.code(decisions) + "})");
  }

  @Override
  public boolean hasNext() {
    if (upcoming == null && !done) {
      upcoming = decideOnNext();
      done = upcoming == null;
    }
    return upcoming != null;
  }

  @Override
  public TestTemplateInvocationContext next() {
    LoopInvocation next = hasNext() ? upcoming : null;
    if (next == null) {
      throw new NoSuchElementException();
    }
    last = next;
    upcoming = null;
    return next;
  }

  private @Nullable LoopInvocation decideOnNext() {
    LoopInvocation before = last;
    if (shrinking != null) {
      return shrinking.next(before);
    }
    if (before != null) {
      choices += before.choices();
      if (before.isInOrder()) {
        inOrder = before.trace();
      }
      if (before.hasFailed()) {
        return before.decisions().length == 0 || !before.isFailureOfTest()
            ? null
            : startShrinking(before);
      }
    }
    Supplier<LoopInvocation> following = planned.poll();
    if (following == null) {
      warnIfNothingWasTried();
      return null;
    }
    return following.get();
  }

  private @Nullable LoopInvocation startShrinking(LoopInvocation failed) {
    shrinking = new Shrinking(failed);
    return shrinking.next(null);
  }

  private void warnIfNothingWasTried() {
    if (seeds > 1 && choices == 0) {
      String warning =
          "This test never interleaved: in none of "
              + seeds
              + " runs was there anything to choose. Does what it tests run on the loop?";
      context.publishReportEntry("warning", warning);
      System.getLogger("dev.oneloop.testkit")
          .log(System.Logger.Level.WARNING, context.getDisplayName() + ": " + warning);
    }
  }

  /** The runs after one that failed. */
  private final class Shrinking {
    private final int[] decisions;
    private final Shrinker shrinker;
    private final LoopInvocation failed;
    private boolean over;

    Shrinking(LoopInvocation failed) {
      this.failed = failed;
      decisions = failed.decisions();
      shrinker = new Shrinker(decisions, LoopRun.TRIALS);
    }

    @Nullable LoopInvocation next(@Nullable LoopInvocation before) {
      if (over) {
        return null;
      }
      if (before != null) {
        shrinker.tried(before.failsLike(failed) ? before.decisions() : null);
      }
      int[] candidate = shrinker.next();
      if (candidate != null) {
        return run(replay("shrinking to " + Shrinker.deviations(candidate), candidate), true);
      }
      over = true;
      int[] smallest = shrinker.simplest();
      return run(replay(
              "smallest: "
                  + Shrinker.deviations(smallest)
                  + " of "
                  + Shrinker.deviations(decisions)
                  + " deviations from FIFO",
              smallest))
          .comparedWith(inOrder);
    }
  }
}
