package dev.oneloop.testkit.explore;

import dev.oneloop.LoopFailure;
import dev.oneloop.Loops;
import dev.oneloop.Registration;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.Decisions;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import dev.oneloop.testkit.internal.Shrinker;
import dev.oneloop.testkit.internal.StallWatch;
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
    Shrinker shrinker = new Shrinker(failure.decisions(), Integer.MAX_VALUE);
    int runs = failure.runs();
    // Once more by its decisions: a seed as such cannot be reduced.
    Failure again = runLike(failure, failure.decisions(), ++runs);
    Failure simplest = again == null ? failure : again;
    for (int[] decisions; (decisions = shrinker.next()) != null; ) {
      Failure smaller = runLike(failure, decisions, ++runs);
      if (smaller == null) {
        shrinker.tried(null);
      } else if (shrinker.tried(smaller.decisions())) {
        simplest = smaller;
      }
    }
    return simplest;
  }

  /** Runs the program with other decisions; null unless it fails as it did. */
  private @Nullable Failure runLike(Failure failed, int[] decisions, int number) {
    Failure failure = run(Failure.replay(failed.simulation(), decisions), number);
    return failure == null || failure.thrown().getClass() != failed.thrown().getClass()
        ? null
        : failure.exactly();
  }

  private @Nullable Failure run(Simulation simulation, int number) {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    SimulatedLoop loop =
        Loops.builder()
            .name("explored")
            .exceptionHandler((reporter, reported) -> note(thrown, reported))
            .simulated(simulation);
    AtomicReference<@Nullable Throwable> stuck = new AtomicReference<>();
    Registration watch = StallWatch.on(loop, () -> stuck.set(stuck(loop)));
    try {
      program.run(loop);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
        throw fatal;
      }
      thrown.set(e);
    }
    Throwable cause = stuck.get() == null ? thrown.get() : stuck.get();
    Failure failure =
        cause == null
            ? null
            : new Failure(
                repeatable(simulation, loop.decisions()),
                loop.decisions(),
                cause,
                loop.trace(),
                number);
    // What is still on the loop is of no interest any more, nor what it says about that.
    watch.close();
    loop.shutdownNow();
    loop.close();
    return failure;
  }

  /** Decisions that are not made anew for each loop may have a state, which the run has changed. */
  private static Simulation repeatable(Simulation simulation, int[] decisions) {
    Decisions some = simulation.newDecisions();
    boolean areMadeAnew = some != simulation.newDecisions();
    return areMadeAnew || simulation.mode() == Mode.FIFO
        ? simulation
        : Failure.replay(simulation, decisions);
  }

  private static IllegalStateException stuck(SimulatedLoop loop) {
    return new IllegalStateException(
        "Nothing is left to run, and yet the program waits. So do: " + loop.waiters());
  }

  private static void note(AtomicReference<@Nullable Throwable> thrown, LoopFailure reported) {
    thrown.compareAndSet(null, reported.throwable());
  }
}
