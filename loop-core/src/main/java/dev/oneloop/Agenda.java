package dev.oneloop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What a loop has to do, apart from what is still in its inbox. Confined to the loop. */
class Agenda {
  final LoopCore loop;
  private final Inbox inbox;

  final TaskRing ready;
  final TimerHeap timers = new TimerHeap();

  /**
   * Timers that were due already when a timer of the same turn scheduled them. They belong to the
   * next turn, so they get into the heap when this one has run its timers, before anything else
   * does.
   */
  private final List<LoopTimer> late = new ArrayList<>();

  /** Whether a turn is running its timers; what is due at {@link #turnTime} is late then. */
  private boolean runningTimers;

  private long turnTime;

  Agenda(LoopCore loop, Inbox inbox) {
    this.loop = loop;
    this.inbox = inbox;
    ready = loop.ready();
  }

  /** Moves everything from the inbox to where it belongs. */
  void takeInbox() {
    LoopTask next;
    for (LoopTask task = inbox.takeAll(); task != null; task = next) {
      next = (LoopTask) task.link;
      task.link = null;
      place(task);
    }
  }

  /** Moves something from the inbox to where it belongs. */
  void place(LoopTask task) {
    if (task instanceof RunnableTask foreign) {
      ready.add(foreign.task);
    } else if (task instanceof LoopTimer timer && timer.slot != LoopTimer.WITHOUT_DELAY) {
      if (timer.isCancelled()) {
        timers.remove(timer);
      } else {
        file(timer);
      }
    } else {
      ready.add(task);
    }
  }

  /** Files an accepted timer. */
  void file(LoopTimer timer) {
    if (timer.arm(loop)) {
      fileArmed(timer);
    }
  }

  /** Files a timer that is armed already. */
  void fileArmed(LoopTimer timer) {
    // Behind one that is late comes whatever is due after it, though no timers run just now.
    if ((runningTimers || !late.isEmpty()) && timer.deadline - turnTime <= 0) {
      late.add(timer);
    } else {
      timers.add(timer);
    }
  }

  /** Begins a turn: gathers what the turn before has left and what has come in since. */
  void gather() {
    // What is late was submitted before what is in the inbox now.
    fileLate();
    takeInbox();
  }

  private void fileLate() {
    if (late.isEmpty()) {
      return;
    }
    for (LoopTimer timer : late) {
      if (timer.isPending()) {
        timers.add(timer);
      }
    }
    late.clear();
  }

  /** The turn runs the timers that are due at the given time. */
  void beginTimers(long now) {
    turnTime = now;
    runningTimers = true;
  }

  void endTimers() {
    runningTimers = false;
    fileLate();
  }

  /**
   * Whether a timer may be due between two turns. A dear clock is looked at only after 1, 3, 7, ...
   * tasks, so that slow tasks delay a timer by no more than they have taken already.
   */
  boolean mayHaveDue(int ran, boolean clockIsDear) {
    if (timers.isEmpty() || !late.isEmpty()) {
      return !late.isEmpty();
    }
    return (!clockIsDear || (ran & (ran + 1)) == 0)
        && timers.firstDeadline() - loop.clock().nanoTime() <= 0;
  }

  /** For the time of a nested turn: what {@link #resumeTimers} wants back. */
  boolean suspendTimers() {
    boolean running = runningTimers;
    runningTimers = false;
    return running;
  }

  void resumeTimers(boolean running) {
    runningTimers = running;
  }

  /** Whether there is something to do that is not a timer. */
  boolean hasWork() {
    return !ready.isEmpty() || !late.isEmpty();
  }

  /** The deadline of the first timer, or {@link LoopClock#NEVER}. */
  long firstDeadline() {
    return timers.isEmpty() ? LoopClock.NEVER : timers.firstDeadline();
  }

  /** Hands back every timer, at shutdown. */
  void rejectTimers(RejectedExecutionException cause) {
    fileLate();
    List<LoopTimer> all = new ArrayList<>(timers.size());
    while (!timers.isEmpty()) {
      all.add(timers.removeFirst());
    }
    // All taken out first: a timer that is told may schedule another one.
    for (LoopTimer timer : all) {
      handBack(timer, cause);
    }
  }

  /**
   * Hands back every ready task, at shutdown.
   *
   * @return one that could not be told, being no LoopTask, or null
   */
  @Nullable Runnable rejectReady(RejectedExecutionException cause) {
    Runnable untold = null;
    while (!ready.isEmpty()) {
      Runnable task = ready.remove();
      if (task instanceof LoopTask own) {
        handBack(own, cause);
      }
      Runnable plain = Carrier.contentOf(task);
      if (!(plain instanceof LoopTask) && !takeBack(plain, cause)) {
        untold = plain;
      }
    }
    return untold;
  }

  private boolean takeBack(Runnable task, RejectedExecutionException cause) {
    try {
      return loop.attachments.takeBack(task, cause);
    } catch (RuntimeException | Error e) {
      loop.report(LoopFailure.of("The owner of a task threw when it was handed back", e, task));
      return true;
    }
  }

  private void handBack(LoopTask task, RejectedExecutionException cause) {
    try {
      task.reject(cause);
    } catch (RuntimeException | Error e) {
      loop.report(LoopFailure.of("A task threw while it was handed back", e, task));
    }
  }

  /**
   * Whether something in a queue was cancelled there, and is to be passed over. As to {@link
   * java.util.concurrent.ThreadPoolExecutor#purge}, a future that was cancelled is such a shell,
   * too.
   */
  boolean isShell(Runnable queued) {
    if (queued instanceof LoopTask task && task.isCancelled()) {
      return true;
    }
    Runnable task =
        queued instanceof RunnableTask foreign ? foreign.task : Carrier.contentOf(queued);
    return task instanceof Future<?> future
        ? future.isCancelled()
        : !(task instanceof LoopTask) && loop.attachments.isCancelled(task);
  }

  /** Ready tasks that would run, those in the inbox included. Exact on the loop or at rest. */
  long countTasks() {
    long count = ready.countLive(this::isShell);
    for (LoopTask task = inbox.newest(); task != null; task = olderThan(task)) {
      if (!isTimer(task) && !isShell(task)) {
        count++;
      }
    }
    return count;
  }

  /** Timers that would run, those in the inbox included. Exact on the loop or at rest. */
  long countTimers() {
    long count = (long) timers.size() + late.size();
    for (LoopTask task = inbox.newest(); task != null; task = olderThan(task)) {
      if (isTimer(task)) {
        if (!task.isCancelled()) {
          count++;
        } else if (((LoopTimer) task).slot >= 0) {
          // A shell that is on its way to be taken out of the heap.
          count--;
        }
      }
    }
    return Math.max(0, count);
  }

  static boolean isTimer(LoopTask task) {
    return task instanceof LoopTimer timer && timer.slot != LoopTimer.WITHOUT_DELAY;
  }

  /**
   * What was pushed before a task. A loop that takes the inbox meanwhile ends or bends the walk.
   */
  private static @Nullable LoopTask olderThan(LoopTask task) {
    return task.link instanceof LoopTask older ? older : null;
  }
}
