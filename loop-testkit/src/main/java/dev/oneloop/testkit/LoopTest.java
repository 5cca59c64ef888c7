package dev.oneloop.testkit;

import dev.oneloop.simulation.ForeignThreads;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test on a simulated loop, in virtual time: first in the order of a real loop, and then, if it
 * asks for seeds, in as many others.
 *
 * <pre>{@code
 * @LoopTest(seeds = 200)
 * void theLastWriteWins(SimulatedLoop loop, LoopExecutor executor) {
 *   Store store = new Store(executor);
 *   loop.outside().execute(() -> store.write("a"));
 *   loop.outside().execute(() -> store.write("b"));
 *   loop.runUntilQuiescent();
 *   assertEquals(store.written(), store.read());
 * }
 * }</pre>
 *
 * <p><b>Parameters.</b> The constructor, the test and its {@code @BeforeEach} and
 * {@code @AfterEach} methods may ask for the loop, as {@link dev.oneloop.SimulatedLoop} or what
 * that extends; for its {@link dev.oneloop.VirtualClock}; and, with the adapters on the class path,
 * for its {@code LoopExecutor}, {@code LoopDispatcher} or {@code LoopScheduler}, the latter two
 * also as {@code CoroutineDispatcher} and as RxJava's {@code Scheduler}. Every run has a loop of
 * its own. Constructors that serve more than one run get none: those of classes with one instance
 * for all tests, and of classes around a nested one.
 *
 * <p><b>The test's thread</b> makes the loop and drives it: the test says when, by {@code
 * runUntilComplete}, {@code runUntilQuiescent}, {@code advanceBy} and so on. A drive that can never
 * end, since nothing is runnable and nothing will be, fails the test with a list of those who wait.
 *
 * <p><b>Afterwards</b>, after the {@code @AfterEach} methods, a test that has passed fails if it
 * has left tasks or timers behind, or if failures reached the loop's exception handler, unless it
 * {@linkplain #allow allows} that. Then the loop is closed.
 *
 * <p><b>A run that fails</b> is the last one; its message says how to repeat just that run: see
 * {@link Seed}. Then a few more runs, which count as aborted or passed, look for the fewest
 * decisions that still make it fail, and the last one fails with these, to be pasted as {@link
 * Replay}, and with the first difference to the run in order.
 *
 * <p><b>RxJava.</b> With {@code adapters-rx} on the class path the loop stands in for RxJava's
 * standard schedulers during a run, and its exception handler for RxJava's. These are global to the
 * process, so tests with a loop never run in parallel with each other.
 */
@Documented
@ExtendWith(LoopTestExtension.class)
@ResourceLock("io.reactivex.rxjava3.plugins.RxJavaPlugins")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD})
@TestTemplate
public @interface LoopTest {

  /** How many seeds to try after the run in order: 1, 2, and so on. */
  int seeds() default 0;

  /**
   * Whether seeds also try ready tasks in any order that keeps each source's own, which finds code
   * that leans on the order of tasks which know nothing of each other; see {@link
   * dev.oneloop.simulation.Mode#CHAOS}. If not, they try only what a real loop could do.
   */
  boolean chaos() default false;

  /**
   * What becomes of submissions by threads other than the test's own. By default they fail, there
   * and as the test's failure, since runs that have any cannot be repeated.
   */
  ForeignThreads foreignThreads() default ForeignThreads.FAIL;

  /** What a run may leave behind. */
  Leftover[] allow() default {};
}
