package dev.oneloop.testkit.explore.bugs

import dev.oneloop.simulation.Mode
import dev.oneloop.simulation.Simulation
import dev.oneloop.testkit.explore.Explorer
import dev.oneloop.testkit.explore.Failure
import dev.oneloop.testkit.explore.Program
import dev.oneloop.testkit.explore.Schedules
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

/**
 * Errors of order that no ordinary test shows are found, can be repeated, and are gone when fixed.
 */
class BugHuntTest {
  @Test
  fun `most of them show without an order that no real loop would have`() {
    assertTrue(bugs().count { it.mode == Mode.POSSIBLE } >= 4)
    assertEquals(6, bugs().size)
  }

  @ParameterizedTest
  @MethodSource("bugs")
  fun `in the order of an ordinary test nothing is wrong`(bug: Bug) {
    assertPasses(bug.broken, listOf(Simulation.fifo()))
  }

  @ParameterizedTest
  @MethodSource("bugs")
  fun `it is found, repeated from its seed, and shrunk`(bug: Bug) {
    val explorer = Explorer.of(bug.broken)
    val found = find(explorer, bug)
    val seed = found.runs() - 1L
    val again = if (bug.mode == Mode.POSSIBLE) Simulation.possible(seed) else Simulation.chaos(seed)
    val second = explorer.run(again).orElseThrow()
    assertEquals("", found.trace().diff(second.trace()))
    assertEquals(found.thrown().message, second.thrown().message)

    val small = explorer.shrink(found)
    assertTrue(small.deviations() in 1..2, small.toString())
    assertEquals(found.thrown().message, small.thrown().message)
    assertTrue(explorer.run(small.simulation()).isPresent)
  }

  private fun find(explorer: Explorer, bug: Bug): Failure =
    explorer.explore(Schedules.random(bug.mode, 0, SEEDS)).orElseThrow()

  @ParameterizedTest
  @MethodSource("bugs")
  fun `two deviations are enough for exhaustive search and for priorities`(bug: Bug) {
    val explorer = Explorer.of(bug.broken)
    assertTrue(explorer.explore(Schedules.bounded(bug.mode, 2, 2_000)).isPresent)
    assertTrue(explorer.explore(Schedules.priorities(bug.mode, 1, 500, 2)).isPresent)
  }

  @ParameterizedTest
  @MethodSource("bugs")
  fun `the program without it passes all seeds in both modes`(bug: Bug) {
    assertPasses(bug.fixed, listOf(Simulation.fifo()))
    assertPasses(bug.fixed, Schedules.random(Mode.POSSIBLE, 0, SEEDS))
    assertPasses(bug.fixed, Schedules.random(Mode.CHAOS, 0, SEEDS))
  }

  private fun assertPasses(program: Program, simulations: Iterable<Simulation>) {
    Explorer.of(program).explore(simulations).ifPresent { throw AssertionError("$it", it.thrown()) }
  }

  companion object {
    private const val SEEDS = 200

    @JvmStatic
    fun bugs(): List<Bug> =
      listOf(
        Bug("lost update", Mode.POSSIBLE, LostUpdate::broken, LostUpdate::fixed),
        Bug("check then act", Mode.POSSIBLE, ConnectionCache::broken, ConnectionCache::fixed),
        Bug("debounce and clear", Mode.POSSIBLE, ClearedSearch::broken, ClearedSearch::fixed),
        Bug("timeout or reply", Mode.POSSIBLE, TimeoutOrReply::broken, TimeoutOrReply::fixed),
        Bug("double subscribe", Mode.POSSIBLE, SharedFeed::broken, SharedFeed::fixed),
        Bug("submit and shut down", Mode.CHAOS, ClosedJournal::broken, ClosedJournal::fixed),
      )
  }
}
