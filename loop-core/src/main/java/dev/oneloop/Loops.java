package dev.oneloop;

import dev.oneloop.simulation.Simulation;
import java.util.concurrent.Executor;

/**
 * The front door: where loops come from.
 *
 * <pre>{@code
 * ManualLoop mine = Loops.manual();                          // driven by me: poll(), run()
 * ManagedLoop own = Loops.start("own");                      // a thread of its own
 * IoLoop io = Loops.selecting("io");                         // the same, and it waits for channels
 * ManagedLoop gui = Loops.on(SwingUtilities::invokeLater);   // on a foreign run loop
 * SimulatedLoop test = Loops.simulated();                    // in virtual time
 * SimulatedLoop other = Loops.simulated(42);                 // and trying out what else may happen
 * }</pre>
 */
public final class Loops {
  private Loops() {}

  /** A loop that its owner drives. */
  public static ManualLoop manual() {
    return builder().manual();
  }

  /** A loop with a daemon thread of its own, started. */
  public static ManagedLoop start(String name) {
    return builder().name(name).start();
  }

  /** A loop with a daemon thread of its own that also waits for channels, started. */
  public static IoLoop selecting(String name) {
    return builder().name(name).selecting();
  }

  /** A loop on a foreign run loop's thread. One method is enough to be a host. */
  public static ManagedLoop on(LoopHost host) {
    return builder().on(host);
  }

  /** A loop on an executor: on its thread, or, if it has many, as a strand on them. */
  public static ManagedLoop on(Executor executor) {
    return builder().on(executor);
  }

  /** A loop in virtual time, which starts at zero. */
  public static SimulatedLoop simulated() {
    return builder().simulated();
  }

  /**
   * A loop in virtual time that tries out what a real loop might do: late timers, slow tasks,
   * results from outside in any order. The same seed does the same again.
   *
   * @see Simulation#possible
   */
  public static SimulatedLoop simulated(long seed) {
    return builder().simulated(Simulation.possible(seed));
  }

  /** For other than the standard settings. */
  public static LoopBuilder builder() {
    return new LoopBuilder();
  }
}
