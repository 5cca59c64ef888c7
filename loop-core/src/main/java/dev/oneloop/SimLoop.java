package dev.oneloop;

import dev.oneloop.simulation.ForeignThreads;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import dev.oneloop.simulation.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A loop in virtual time. */
final class SimLoop extends CallerLoop implements SimulatedLoop {
  private final Simulation simulation;
  private final @Nullable Recorder recorder;

  /** Decides about time; null if the loop is FIFO. */
  private final @Nullable Explorer explorer;

  /** Decides about tasks; null if they run first in, first out. */
  private final @Nullable ChaosOrder order;

  private final Executor outside;
  private final Horizon horizon;
  private final Standstill standstill;

  /** Whether time is driven to a given moment, which an interrupt does not keep from coming. */
  private boolean advancing;

  private final Thread maker = Thread.currentThread();

  /** Who drives this loop, or did last. Written by that thread. */
  private volatile Thread driver = maker;

  SimLoop(LoopBuilder builder, VirtualClock clock) {
    super(builder, clock, Waiter.parking());
    simulation = builder.simulation;
    horizon = new Horizon(clock);
    standstill = new Standstill(agenda, clock, horizon);
    recorder = gate() instanceof SimGate own ? own.recorder : null;
    explorer =
        recorder == null || simulation.mode() == Mode.FIFO
            ? null
            : new Explorer(agenda, clock, recorder, horizon);
    order =
        recorder != null && simulation.mode() == Mode.CHAOS
            ? new ChaosOrder(agenda, recorder)
            : null;
    outside = explorer == null ? this : task -> execute(new Arrival(this, explorer, task));
  }

  @Override
  @Nullable Gate newGate(LoopBuilder builder) {
    Simulation how = builder.simulation;
    return how.isTraced() || how.foreignThreads() != ForeignThreads.ANY_TIME
        ? new SimGate(builder, this, new Recorder(how, clock()))
        : super.newGate(builder);
  }

  @Override
  Agenda newAgenda() {
    return gate() instanceof SimGate own ? own.newAgenda() : super.newAgenda();
  }

  @Override
  Runnable next(long end) {
    return order == null ? super.next(end) : order.next(end);
  }

  @Override
  public VirtualClock clock() {
    return (VirtualClock) super.clock();
  }

  @Override
  public Simulation simulation() {
    return simulation;
  }

  @Override
  public int[] decisions() {
    return recorder == null ? new int[0] : recorder.decisions();
  }

  @Override
  public Trace trace() {
    return recorder == null ? new Trace(List.of(), 0) : recorder.trace();
  }

  @Override
  public Executor outside() {
    return outside;
  }

  @Override
  public List<String> waiters() {
    if (isOwner()) {
      return listWaiters();
    }
    int token = enter();
    try {
      agenda.takeInbox();
      return listWaiters();
    } finally {
      exit(token);
    }
  }

  private List<String> listWaiters() {
    List<String> all = new ArrayList<>();
    for (LoopTimer timer : agenda.timers.inOrder()) {
      all.add(StableNames.of(Carrier.contentOf(timer)) + ", due at " + Trace.time(timer.deadline));
    }
    for (TaskOwner owner : attachments.owners()) {
      owner.waiting().forEach(waiter -> all.add(StableNames.of(waiter)));
    }
    return all;
  }

  /** Whether a thread is neither the one that made this loop nor the one that drives it. */
  boolean isForeign(Thread thread) {
    return thread != maker && thread != driver;
  }

  @Override
  int drive(Until until) {
    Thread me = Thread.currentThread();
    if (driver != me) {
      driver = me;
    }
    long outer = horizon.enter(until);
    try {
      return super.drive(until);
    } finally {
      horizon.leave(outer);
    }
  }

  @Override
  int limitOfTurn() {
    standstill.beginTurn(tasksRun());
    int budget = super.limitOfTurn();
    return explorer == null ? budget : explorer.beginTurn(budget);
  }

  /**
   * Where there is a deadline the loop does not sleep, and nobody has to be told to wake it: it
   * steps the clock. Only where there is none does it wait for somebody from outside.
   */
  @Override
  boolean sleep(Until until) {
    long deadline = wakingDeadline(until);
    if (deadline == LoopClock.NEVER) {
      return super.sleep(until);
    }
    if (!advancing && Thread.currentThread().isInterrupted()) {
      return false;
    }
    LoopListener observer = listener();
    if (observer != null) {
      tell(() -> observer.beforeSleep(deadline));
    }
    long time = wakingTime(deadline);
    if (time - clock().nanoTime() > 0) {
      clock().advanceTo(time);
    }
    if (observer != null) {
      tell(observer::afterSleep);
    }
    return true;
  }

  /** When the loop wakes up that sleeps until a deadline. */
  private long wakingTime(long deadline) {
    return explorer == null ? deadline : explorer.wakingTime(deadline);
  }

  @Override
  public int advanceBy(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("Cannot advance " + this + " by " + duration);
    }
    return advanceTo(deadlineAfter(Deadlines.saturatedNanos(duration)));
  }

  @Override
  public int advanceTo(long deadlineNanos) {
    VirtualClock clock = clock();
    if (deadlineNanos - clock.nanoTime() < 0) {
      throw new IllegalArgumentException(
          "Cannot move the clock of " + this + " back to " + deadlineNanos);
    }
    int token = enter();
    try {
      return advance(deadlineNanos);
    } finally {
      exit(token);
    }
  }

  private int advance(long deadlineNanos) {
    boolean outer = advancing;
    advancing = true;
    standstill.hopeAgain();
    int ran;
    try {
      ran = drive(untilPast(deadlineNanos));
    } finally {
      advancing = outer;
    }
    // A nested drive may have gone further. If this one was stopped with work left, time stays.
    if (!stopped && !hasWork() && !isTerminated() && deadlineNanos - clock().nanoTime() > 0) {
      clock().advanceTo(deadlineNanos);
    }
    return ran;
  }

  /** Reached when nothing is due any more up to a moment, or will ever rest there. */
  private Until untilPast(long deadlineNanos) {
    return new UntilIdle() {
      @Override
      public boolean isReached() {
        return standstill.isHopeless();
      }

      @Override
      public boolean isReachedWhenIdle() {
        long next = agenda.firstDeadline();
        return next == LoopClock.NEVER || next - deadlineNanos > 0;
      }

      @Override
      public long deadline() {
        return deadlineNanos;
      }
    };
  }

  @Override
  public int runUntilQuiescent() {
    UntilIdle nothingToCome = () -> agenda.firstDeadline() == LoopClock.NEVER;
    return driving(nothingToCome);
  }
}
