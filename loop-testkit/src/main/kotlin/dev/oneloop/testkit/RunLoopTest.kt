package dev.oneloop.testkit

import dev.oneloop.LoopFailure
import dev.oneloop.SimulatedLoop
import dev.oneloop.kotlin.dispatcher
import dev.oneloop.kotlin.runUntilComplete
import dev.oneloop.simulation.ForeignThreads
import dev.oneloop.simulation.Mode
import dev.oneloop.simulation.Simulation
import dev.oneloop.testkit.internal.Shrinker
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toJavaDuration
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import org.opentest4j.TestAbortedException

/**
 * Runs a test as a coroutine on a simulated loop, in virtual time: on the dispatcher that
 * production code has, beside futures and Rx streams of the same loop.
 *
 * ```
 * @Test
 * fun `a slow reply is given up`() = runLoopTest {
 *   val reply = async { withTimeoutOrNull(1.seconds) { service.ask() } }
 *   advanceBy(1.seconds)
 *   assertNull(reply.await())
 * }
 * ```
 *
 * Returns when [body] and the coroutines that it launched have ended. It throws what [body] throws;
 * and an [AssertionError] if it would wait for ever, with a list of those who wait, or if it leaves
 * tasks, timers or failures behind that it does not [allow]. No real time passes, and the calling
 * thread drives the loop.
 *
 * @param simulation how the loop goes about its tasks; the failure of a test with seeds says what
 *   to put here to repeat it
 * @param foreignThreads what becomes of submissions by other threads, those of `Dispatchers.IO` or
 *   `Default` for instance: by default they fail the test
 * @param timeout in real time, for a test that is busy for ever
 * @param allow what the test may leave behind
 */
public fun runLoopTest(
  simulation: Simulation = Simulation.fifo(),
  foreignThreads: ForeignThreads = ForeignThreads.FAIL,
  timeout: Duration = 60.seconds,
  allow: Set<Leftover> = emptySet(),
  body: suspend LoopTestScope.() -> Unit,
) {
  LoopRun(Schedule.of(simulation), foreignThreads).use { it.test(timeout, allow, body) }
}

/**
 * As the other one, many times: in order first, then with seeds 1, 2, and so on, until it fails. A
 * seed with which an assumption does not hold counts as passed. The failure names the [Simulation]
 * to repeat it with, of the fewest decisions that were found to make it fail.
 *
 * @param seeds how many to try
 * @param mode how far they go in trying out what might happen
 * @param timeout in real time, for each run
 */
public fun runLoopTest(
  seeds: Int,
  mode: Mode = Mode.POSSIBLE,
  foreignThreads: ForeignThreads = ForeignThreads.FAIL,
  timeout: Duration = 60.seconds,
  allow: Set<Leftover> = emptySet(),
  body: suspend LoopTestScope.() -> Unit,
) {
  fun run(schedule: Schedule) =
    LoopRun(schedule, foreignThreads).use { run ->
      Attempt(runCatching { run.test(timeout, allow, body) }.exceptionOrNull(), run)
    }

  run(Schedule.fifo()).failure?.let { throw it }
  for (seed in 1L..seeds) {
    val repeat = if (mode == Mode.CHAOS) Simulation.chaos(seed) else Simulation.possible(seed)
    val attempt = run(Schedule.seed(mode, seed, "Failed with seed $seed. To repeat it: $repeat"))
    // An assumption that does not hold with one seed says nothing about the others.
    if (attempt.failure != null && attempt.failure !is TestAbortedException) {
      val all = Shrinker.deviations(attempt.decisions)
      throw smallest(attempt) { decisions ->
        val advice =
          "Failed with seed $seed, and with ${Shrinker.deviations(decisions)} of its $all " +
            "deviations from FIFO. To repeat it: ${Simulation.replay(mode, *decisions)}"
        run(Schedule.replay("smaller", mode, decisions, advice))
      }
    }
  }
}

private class Attempt(val failure: Throwable?, run: LoopRun) {
  val decisions: IntArray = run.loop().decisions()

  /** Compares what the tests threw, which is the cause of what says more about it. */
  fun failsLike(other: Throwable) =
    failure != null &&
      failure !is TestAbortedException &&
      failure.cause?.javaClass == other.cause?.javaClass
}

/** The failure of the attempt that fails as the given one does, with the fewest deviations. */
private fun smallest(failed: Attempt, run: (IntArray) -> Attempt): Throwable {
  val failure = checkNotNull(failed.failure)
  var smallest = run(failed.decisions)
  if (!smallest.failsLike(failure)) {
    failure.addSuppressed(
      IllegalStateException(
        "The same decisions did not make the test fail again: it depends on more than its loop"
      )
    )
    return failure
  }
  val shrinker = Shrinker(failed.decisions, LoopRun.TRIALS)
  while (true) {
    val attempt = run(shrinker.next() ?: return checkNotNull(smallest.failure))
    if (shrinker.tried(attempt.decisions.takeIf { attempt.failsLike(failure) })) smallest = attempt
  }
}

private fun LoopRun.test(
  timeout: Duration,
  allow: Set<Leftover>,
  body: suspend LoopTestScope.() -> Unit,
) {
  limit(timeout.toJavaDuration()).use {
    try {
      runTest(body)
    } catch (e: Throwable) {
      throw explain(e)
    }
  }
  check(allow)
}

private fun LoopRun.runTest(body: suspend LoopTestScope.() -> Unit) {
  val loop = loop()
  val background = SupervisorJob()
  try {
    loop.runUntilComplete {
      val test = coroutineContext.job
      awaits {
        (sequenceOf("the test, $test") + descendants(test).map { "coroutine $it" }).toMutableList()
      }
      LoopTestScope(loop, coroutineContext, loop.backgroundScope(background)).body()
    }
  } finally {
    background.cancel()
  }
  loop.runUntilComplete { background.cancelAndJoin() }
}

private fun descendants(job: Job): Sequence<Job> =
  job.children.flatMap { sequenceOf(it) + descendants(it) }

private fun SimulatedLoop.backgroundScope(job: Job) =
  CoroutineScope(
    dispatcher +
      job +
      CoroutineExceptionHandler { context, e ->
        report(LoopFailure.of("A coroutine of the background scope failed", e, context))
      }
  )
