package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.Registration;
import java.util.Objects;

/**
 * The front door: a loop as an RxJava scheduler.
 *
 * <pre>{@code
 * LoopScheduler ui = LoopSchedulers.from(loop);
 * prices.observeOn(ui).subscribe(table::show);
 * }</pre>
 */
public final class LoopSchedulers {
  private LoopSchedulers() {}

  /**
   * The scheduler of a loop: every task is submitted, and runs in a later turn.
   *
   * <p>Always the same one for a loop, for as long as it is in use and not shut down.
   */
  public static LoopScheduler from(EventLoop loop) {
    Objects.requireNonNull(loop, "loop");
    return CanonicalSchedulers.of(loop).queued();
  }

  /**
   * A scheduler of a loop that runs a task without delay at once, inside {@code schedule}, if the
   * caller is on the loop.
   *
   * <p>A worker's tasks keep their order even so: a task is submitted if others of its worker are
   * in the loop's queue, and runs after the current one, not inside it, if one of its worker is
   * running. Tasks of different workers may run inside each other, 64 deep; what is beyond that, or
   * beyond the budget of the loop's turn, is submitted.
   *
   * <p>Always the same one for a loop, for as long as it is in use and not shut down.
   */
  public static LoopScheduler immediate(EventLoop loop) {
    Objects.requireNonNull(loop, "loop");
    return CanonicalSchedulers.of(loop).immediate();
  }

  /**
   * Lets a loop stand in for RxJava's computation, io, single and newThread schedulers, until the
   * result is closed: on a loop in virtual time, unmodified code then runs in simulated time.
   *
   * <p>Concerns what asks for a standard scheduler from now on, in the whole process. May be
   * nested, and closed in any order; the newest holds. {@code Schedulers.trampoline()} stays what
   * it is.
   *
   * @throws IllegalStateException after {@code RxJavaPlugins.lockdown()}
   */
  public static Registration replaceStandard(EventLoop loop) {
    return SchedulerLayer.replaceStandard(from(loop));
  }

  /** For other than the standard settings. */
  public static LoopSchedulerBuilder builder(EventLoop loop) {
    return new LoopSchedulerBuilder(Objects.requireNonNull(loop, "loop"));
  }
}
