package dev.oneloop.simulation;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How a simulated loop goes about its tasks: in the order of a real loop, or trying out others.
 *
 * <p>Immutable. {@link dev.oneloop.LoopBuilder#simulated(Simulation)} makes a loop of it; all loops
 * made of a seed or a replay run alike.
 *
 * <p>{@link #toString()} is Java code that makes an equal one.
 */
public final class Simulation {
  /**
   * Which decisions belong to a seed. The same seed and the same version give the same run of the
   * same program, on every JDK and every machine; a release that changes what seeds mean changes
   * this number. A list of decisions is bound to it in the same way.
   */
  public static final int VERSION = 1;

  private final Mode mode;
  private final Supplier<Decisions> decisions;
  private final boolean traced;
  private final ForeignThreads foreignThreads;
  private final String code;

  private Simulation(
      Mode mode,
      Supplier<Decisions> decisions,
      boolean traced,
      ForeignThreads foreignThreads,
      String code) {
    this.mode = mode;
    this.decisions = decisions;
    this.traced = traced;
    this.foreignThreads = foreignThreads;
    this.code = code;
  }

  /** Exactly on time, and first in, first out. */
  public static Simulation fifo() {
    return new Simulation(
        Mode.FIFO, () -> choice -> 0, false, ForeignThreads.ANY_TIME, "Simulation.fifo()");
  }

  /** {@link Mode#POSSIBLE}, with random decisions. */
  public static Simulation possible(long seed) {
    return seeded(Mode.POSSIBLE, seed, "Simulation.possible(" + seed + "L)");
  }

  /** {@link Mode#CHAOS}, with random decisions. */
  public static Simulation chaos(long seed) {
    return seeded(Mode.CHAOS, seed, "Simulation.chaos(" + seed + "L)");
  }

  private static Simulation seeded(Mode mode, long seed, String code) {
    return exploring(mode, () -> Decisions.random(seed), code);
  }

  /**
   * With decisions of one's own. If they have a state, the simulation is good for one loop.
   *
   * @param mode which choices there are
   */
  public static Simulation of(Mode mode, Decisions decisions) {
    Objects.requireNonNull(decisions, "decisions");
    return exploring(mode, () -> decisions, "Simulation.of(Mode." + mode + ", " + decisions + ")");
  }

  /**
   * A run whose {@linkplain dev.oneloop.SimulatedLoop#decisions() decisions} are known.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  public static Simulation replay(Mode mode, int... decisions) {
    int[] copy = decisions.clone();
    String list = Arrays.stream(copy).mapToObj(d -> ", " + d).collect(Collectors.joining());
    Decisions.replay(copy);
    return exploring(
        mode, () -> Decisions.replay(copy), "Simulation.replay(Mode." + mode + list + ")");
  }

  private static Simulation exploring(Mode mode, Supplier<Decisions> decisions, String code) {
    return new Simulation(
        Objects.requireNonNull(mode, "mode"), decisions, true, ForeignThreads.ANY_TIME, code);
  }

  /** The same, and the loop keeps a {@link Trace}, which all but {@link #fifo()} do anyway. */
  public Simulation traced() {
    return traced
        ? this
        : new Simulation(mode, decisions, true, foreignThreads, code + ".traced()");
  }

  /** The same with another rule for foreign threads. {@link ForeignThreads#ANY_TIME} if not set. */
  public Simulation foreignThreads(ForeignThreads rule) {
    return new Simulation(
        mode,
        decisions,
        traced,
        Objects.requireNonNull(rule, "rule"),
        code + ".foreignThreads(ForeignThreads." + rule + ")");
  }

  /** Which choices there are. */
  public Mode mode() {
    return mode;
  }

  /** Whether the loop keeps a {@link Trace}. */
  public boolean isTraced() {
    return traced;
  }

  /** The rule for foreign threads. */
  public ForeignThreads foreignThreads() {
    return foreignThreads;
  }

  /** Who decides in a loop made of this. Called once for each loop. */
  public Decisions newDecisions() {
    return decisions.get();
  }

  /** Java code that makes an equal one. */
  @Override
  public String toString() {
    return code;
  }
}
