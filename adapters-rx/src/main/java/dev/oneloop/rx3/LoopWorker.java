package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.TimerHandle;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A worker: submits tasks to the loop, which runs them in order and one at a time, and knows which
 * are outstanding, so that disposing it calls them off at once.
 *
 * <p><b>The chain.</b> What is outstanding hangs on {@link #newest()} as a stack, each node leading
 * to an older one. Nodes are pushed by compare-and-set; one that is settled is not taken off but
 * skipped, by plain writes, by whoever passes: a push looks at the two nodes below it, a node that
 * settles at those below itself, and if none is left there, at the newest. These writes race, which
 * is harmless: whatever is written leads to every older node that is not settled, since settled
 * nodes stay settled; and whoever reads the newest sees all that was pushed before it. Between
 * nodes that last, settled ones may be left; so many pushes or disposals later the whole chain is
 * gone through, which keeps them fewer than the others, or few.
 *
 * <p><b>The race of submission and disposal.</b> Disposal swaps in {@link #CLOSED}, and calls off
 * what it finds. It may find a node that has not reached the loop yet, and can do nothing about it
 * then; so each submission looks at the newest again afterwards, and calls itself off. A {@link
 * LocalTask} looks when it starts, since nothing keeps both of them from missing each other before.
 */
abstract class LoopWorker extends LocalQueue implements Link {
  /** The chain of a worker that was disposed. */
  static final Link CLOSED = new Closed();

  private static final int SMALLEST_BOUND = 64;

  private final LoopScheduler scheduler;

  /** How many nodes may have settled out of order since the chain was tidied. Racy: a hint. */
  private int unordered;

  /** How many of them are tolerated. Racy: a hint. */
  private int bound = SMALLEST_BOUND;

  LoopWorker(LoopScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** The newest node; this worker if there is none. Volatile. */
  abstract Link newest();

  /** Replaces the newest node, unless somebody else has done so. */
  abstract boolean replaceNewest(Link seen, Link replacement);

  /** Replaces the newest node by the last one ever. */
  abstract Link closeNewest();

  /** This worker was disposed. Any thread; of several that dispose it at once, each calls it. */
  void closed() {}

  /** What keeps the order of its tasks in a simulation that tries out others. */
  abstract Object sourceOf(Object task);

  final LoopScheduler scheduler() {
    return scheduler;
  }

  final EventLoop loop() {
    return scheduler.loop();
  }

  // What a worker does that may run tasks at once has to keep count of its tasks; others need not.

  /** A task of this worker is about to be submitted without delay. */
  void enqueued() {}

  /** It has started, or will not. */
  void dequeued() {}

  /** A task is about to run. If not now, then the worker runs it later. On the loop. */
  boolean begins(WorkerRun task) {
    return true;
  }

  /** A task has run. On the loop. */
  void ended() {}

  @Override
  public Disposable schedule(Runnable run) {
    Objects.requireNonNull(run, "run is null");
    if (isDisposed()) {
      return Disposable.disposed();
    }
    Runnable hooked = ScheduleHook.decorate(run);
    return loop().inEventLoop() ? submitLocal(hooked) : submit(hooked);
  }

  /** As {@link #submit(Runnable)}, in the quicker way that there is on the loop. */
  private Disposable submitLocal(Runnable hooked) {
    LocalTask task = new LocalTask(hooked, this);
    append(task);
    try {
      loop().execute(task);
    } catch (RuntimeException e) {
      Disposable disposed = scheduler.refused(task, e);
      skipSettled();
      return disposed;
    }
    return unlessDisposed(task);
  }

  final Disposable submit(Runnable hooked) {
    WorkerTask task = new WorkerTask(hooked, this);
    if (!add(task)) {
      return Disposable.disposed();
    }
    enqueued();
    try {
      loop().execute(task);
    } catch (RuntimeException e) {
      return scheduler.refused(task, e);
    }
    return unlessDisposed(task);
  }

  @Override
  public Disposable schedule(Runnable run, long delay, TimeUnit unit) {
    if (delay <= 0) {
      return schedule(run);
    }
    Objects.requireNonNull(run, "run is null");
    if (isDisposed()) {
      return Disposable.disposed();
    }
    return submit(ScheduleHook.decorate(run), unit.toNanos(delay));
  }

  Disposable submit(Runnable hooked, long delayNanos) {
    if (scheduler.needsHandles()) {
      return submit(new OwnedTimer(hooked, this, OwnedTimer.ONCE), delayNanos);
    }
    WorkerTimer timer = new WorkerTimer(hooked, this);
    if (!addUnordered(timer)) {
      return Disposable.disposed();
    }
    EventLoop loop = loop();
    try {
      TimerHandle handle = loop.scheduleAt(loop.deadlineAfter(delayNanos), timer);
      if (handle != timer && handle.cancel()) {
        // A loop of other make: this is no way to cancel its timers. Once more, and now we know.
        timer.dispose();
        scheduler.needHandles();
        return submit(new OwnedTimer(hooked, this, OwnedTimer.ONCE), delayNanos);
      }
    } catch (RuntimeException e) {
      return scheduler.refused(timer, e);
    }
    return unlessDisposed(timer);
  }

  @Override
  public Disposable schedulePeriodically(
      Runnable run, long initialDelay, long period, TimeUnit unit) {
    Objects.requireNonNull(run, "run is null");
    if (isDisposed()) {
      return Disposable.disposed();
    }
    long periodNanos = Math.max(0, unit.toNanos(period));
    OwnedTimer timer = new OwnedTimer(ScheduleHook.decorate(run), this, periodNanos);
    return submit(timer, unit.toNanos(initialDelay));
  }

  final Disposable submit(OwnedTimer timer, long delayNanos) {
    if (!addUnordered(timer)) {
      return Disposable.disposed();
    }
    try {
      timer.start(delayNanos);
    } catch (RuntimeException e) {
      return scheduler.refused(timer, e);
    }
    return unlessDisposed(timer);
  }

  private Disposable unlessDisposed(Disposable submitted) {
    if (newest() == CLOSED) {
      submitted.dispose();
      return Disposable.disposed();
    }
    return submitted;
  }

  @Override
  public long now(TimeUnit unit) {
    return scheduler.now(unit);
  }

  @Override
  public void dispose() {
    if (newest() == CLOSED) {
      return;
    }
    Link link = closeNewest();
    closed();
    while (!isEnd(link)) {
      Link older = link.older();
      link.dispose();
      // A disposable that somebody keeps must not keep all the others.
      link.older(CLOSED);
      link = older;
    }
    forEachLocal(LocalTask::dispose);
  }

  @Override
  public boolean isDisposed() {
    return newest() == CLOSED;
  }

  /** A task without delay was called off. */
  final void calledOff(WorkerTask task) {
    dequeued();
    settled(task);
    if (++unordered > bound) {
      tidy();
    }
  }

  /** Something has settled out of order, or may have. */
  static void settled(Link link) {
    Link.skipSettledFrom(link);
    // The oldest of all: so whoever settles last leaves an empty chain.
    if (link.older() instanceof LoopWorker worker) {
      worker.skipSettledNewest();
    }
  }

  private void skipSettledNewest() {
    Link head = newest();
    if (head.isSettled()) {
      replaceNewest(head, Link.unsettled(head));
    }
  }

  final boolean add(Link link) {
    if (unordered > bound) {
      tidy();
    }
    Link seen;
    do {
      seen = newest();
      if (seen == CLOSED) {
        return false;
      }
      Link older = Link.unsettled(seen);
      if (!isEnd(older)) {
        Link.skipSettledFrom(older);
      }
      link.older(older);
    } while (!replaceNewest(seen, link));
    return true;
  }

  /** Adds what may settle before older nodes do. */
  final boolean addUnordered(Link link) {
    unordered++;
    return add(link);
  }

  private void tidy() {
    int[] left = new int[1];
    forEachOutstanding(link -> left[0]++);
    unordered = 0;
    // Half of them, so that if they all settle now, what is kept shrinks with them.
    bound = Math.max(SMALLEST_BOUND, left[0] >> 1);
  }

  /** Calls the action with every node that is not settled, and takes the others out of the way. */
  final void forEachOutstanding(Consumer<Link> action) {
    skipSettledNewest();
    Link link = Link.unsettled(newest());
    while (!isEnd(link)) {
      action.accept(link);
      Link.skipSettledFrom(link);
      link = link.older();
    }
  }

  /** How many tasks without delay are outstanding. */
  final int countTasks() {
    int[] local = new int[1];
    forEachLocal(task -> local[0]++);
    return local[0] + count(WorkerTask.class);
  }

  /** How many tasks with delay are outstanding. */
  final int countTimers() {
    return count(WorkerTimer.class);
  }

  private int count(Class<? extends Link> kind) {
    int[] found = new int[1];
    forEachOutstanding(link -> {
      if (kind.isInstance(link)) {
        found[0]++;
      }
    });
    return found[0];
  }

  private boolean isEnd(Link link) {
    return link == this || link == CLOSED;
  }

  // As the end of its own chain:

  @Override
  public final Link older() {
    return this;
  }

  @Override
  public final void older(Link link) {
    throw new IllegalStateException("Nothing is older than " + this);
  }

  @Override
  public final boolean isSettled() {
    return false;
  }

  @Override
  public String toString() {
    return (isDisposed() ? "DisposedWorker of " : "Worker of ") + scheduler;
  }

  /** The end of the chain of a disposed worker. */
  private static final class Closed implements Link {
    @Override
    public Link older() {
      return this;
    }

    @Override
    public void older(Link link) {
      throw new IllegalStateException("Nothing is older than the end");
    }

    @Override
    public boolean isSettled() {
      return false;
    }

    @Override
    public void dispose() {}
  }
}
