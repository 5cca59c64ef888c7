package dev.oneloop.testkit.explore;

import dev.oneloop.LoopClock;
import dev.oneloop.LoopFailure;
import dev.oneloop.LoopListener;
import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.Simulation;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program in one simulation after the other until it fails, and reduces the failure.
 *
 * <pre>{@code
 * Explorer explorer = Explorer.of(loop -> {
 *   Account account = new Account(loop);
 *   account.deposit(1);
 *   account.deposit(2);
 *   loop.runUntilQuiescent();
 *   assertEquals(3, account.balance());
 * });
 * explorer.explore(Schedules.random(Mode.POSSIBLE, 0, 200))
 *     .map(explorer::shrink)
 *     .ifPresent(failure -> fail(failure.toString(), failure.thrown()));
 * }</pre>
 *
 * <p>A run fails if the program throws, if something is reported to its loop's exception handler,
 * or if the program waits on its loop though nothing is left that could run; so it may not wait for
 * other threads. Confined to one thread, on which the program runs.
 */
public final class Explorer {
  private final Program program;

  private Explorer(Program program) {
    this.program = program;
  }

  /** Explores a program. */
  public static Explorer of(Program program) {
    return new Explorer(Objects.requireNonNull(program, "program"));
  }

  /**
   * Runs the program in each simulation until it fails.
   *
   * @param simulations such as those of {@link Schedules}; the next one is asked for when the one
   *     before has run
   * @return the first failure, or empty if there is none
   */
  public Optional<Failure> explore(Iterable<Simulation> simulations) {
    int runs = 0;
    for (Simulation simulation : simulations) {
      Failure failure = run(simulation, ++runs);
      if (failure != null) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  /** Runs the program once; empty if it does not fail. */
  public Optional<Failure> run(Simulation simulation) {
    return Optional.ofNullable(run(simulation, 1));
  }

  /**
   * Looks for a run that fails in the same way, that is, with the same class of exception, and with
   * fewer decisions that deviate from FIFO. The result has no deviation that could be left out.
   */
  public Failure shrink(Failure failure) {
    return new Shrinker(this, failure).shrink();
  }

  @Nullable Failure run(Simulation simulation, int number) {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    StuckWatch watch = new StuckWatch();
    SimulatedLoop loop =
        Loops.builder()
            .name("explored")
            .exceptionHandler((reporter, reported) -> note(thrown, reported))
            .listener(watch)
            .simulated(simulation);
    try {
      watch.loop = loop;
      program.run(loop);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
        throw fatal;
      }
      thrown.set(e);
    }
    Throwable cause = watch.stuck == null ? thrown.get() : watch.stuck;
    Failure failure =
        cause == null
            ? null
            : new Failure(simulation, loop.decisions(), cause, loop.trace(), number);
    // What is still on the loop is of no interest any more, nor what it says about that.
    watch.loop = null;
    loop.shutdownNow();
    loop.close();
    return failure;
  }

  /** Ends a wait that would never end. Used by the thread that drives the loop. */
  private static final class StuckWatch implements LoopListener {
    private @Nullable SimulatedLoop loop;
    private @Nullable IllegalStateException stuck;

    @Override
    public void beforeSleep(long deadlineNanos) {
      SimulatedLoop stopped = loop;
      if (deadlineNanos == LoopClock.NEVER && stopped != null) {
        stuck =
            new IllegalStateException(
                "Nothing is left to run, and yet the program waits. So do: " + stopped.waiters());
        stopped.stop();
      }
    }
  }

  private static void note(AtomicReference<@Nullable Throwable> thrown, LoopFailure reported) {
    thrown.compareAndSet(null, reported.throwable());
  }
}
