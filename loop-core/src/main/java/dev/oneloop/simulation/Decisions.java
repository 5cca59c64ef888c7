package dev.oneloop.simulation;

/**
 * Decides, in place of chance, how a simulated run goes on.
 *
 * <p>Asked on the loop's thread, in the middle of its turns: an implementation must neither use the
 * loop nor block. It may keep a state, and then serves one loop only. To be replayable its answers
 * depend on nothing but what it was asked before.
 */
@FunctionalInterface
public interface Decisions {

  /**
   * Picks one of the options.
   *
   * @return at least 0 and less than {@code choice.options()}; 0 is what happens in {@link
   *     Mode#FIFO}
   */
  int choose(Choice choice);

  /**
   * Random decisions, which are always the same for the same seed and the same {@link
   * Simulation#VERSION}, on every JDK. How often they deviate from FIFO depends on the seed as
   * well: some runs hardly do, others all the time.
   */
  static Decisions random(long seed) {
    return new RandomDecisions(seed);
  }

  /**
   * The decisions of an earlier run once more, and FIFO after the last of them. A decision that the
   * run does not offer, because the program is another one by now, becomes the last one offered.
   */
  static Decisions replay(int... decisions) {
    return new ReplayedDecisions(decisions);
  }
}
