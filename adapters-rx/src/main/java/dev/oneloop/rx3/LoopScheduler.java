package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopClock;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EventLoop} as RxJava sees it. Made by {@link LoopSchedulers}.
 *
 * <p><b>Threads.</b> Tasks run where the loop runs its tasks, never two at once. No thread is ever
 * interrupted. All methods may be called from any thread.
 *
 * <p><b>Order.</b> Tasks without a delay, or with one of zero or less, run in the loop's order:
 * first in, first out, also between workers. Delayed tasks run in order of deadline, then of
 * submission, on the loop's own timers, never early; delays too long for the loop are cut to 146
 * years. A period of zero or less repeats without delay, one tick a turn. Inside {@code
 * ManagedLoop.runNested} the loop runs tasks in the middle of the current one, and does not ask
 * whose they are; only workers of {@link LoopSchedulers#immediate} keep theirs apart even then.
 *
 * <p><b>Disposal</b> takes effect from any thread, also from inside the task, and lets go of the
 * task and its timer at once. A disposed worker and a scheduler that has shut down answer {@link
 * Disposable#disposed()}.
 *
 * <p><b>Errors.</b> What a task throws goes to {@link RxJavaPlugins#onError} once; the worker goes
 * on, but a periodic task ends.
 *
 * <p><b>Hooks.</b> {@link RxJavaPlugins#onSchedule} is called once for each submission, periodic
 * ones included.
 *
 * <p><b>Time.</b> {@link #now} starts as the loop's wall clock and goes on as its monotonic one, so
 * that it agrees with the timers and never jumps.
 *
 * <p><b>Afterwards.</b> Once the loop has shut down, submissions are refused: they answer {@link
 * Disposable#disposed()}, and the first one is reported to {@link RxJavaPlugins#onError}, since the
 * stream that made it has come to a halt.
 */
public final class LoopScheduler extends Scheduler {
  private final EventLoop loop;
  private final SchedulerSettings settings;

  /** Keeps the loop's weak attachment, if this is a canonical scheduler. */
  @SuppressWarnings("unused")
  private final @Nullable Object keepAlive;

  /** What {@link #now} answers minus the loop's {@link LoopClock#nanoTime()}. */
  private final long epoch;

  /** Keeps the loop's weak attachment. */
  @SuppressWarnings("unused")
  private final LocalTasks localTasks;

  private final AtomicBoolean refusalReported = new AtomicBoolean();

  /** Set once a timer of ours came back as a handle of another type. */
  private volatile boolean needsHandles;

  /** The worker of direct tasks, which leads to all others. Replaced under this object's lock. */
  private volatile LoopWorker root;

  /** How many tasks run inside each other at this moment. Confined to the loop. */
  private int depth;

  LoopScheduler(EventLoop loop, SchedulerSettings settings, @Nullable Object keepAlive) {
    this.loop = loop;
    this.settings = settings;
    this.keepAlive = keepAlive;
    this.localTasks = LocalTasks.of(loop);
    LoopClock clock = loop.clock();
    this.epoch = nanosSinceEpoch(clock.instant()) - clock.nanoTime();
    this.root = new RootWorker(this);
  }

  /** Saturates in 2262. */
  private static long nanosSinceEpoch(Instant instant) {
    return TimeUnit.NANOSECONDS.convert(Duration.between(Instant.EPOCH, instant));
  }

  /** The loop on which everything runs. */
  public EventLoop loop() {
    return loop;
  }

  /** Whether the caller is on the loop: see {@link EventLoop#inEventLoop()}. */
  public boolean isOnLoop() {
    return loop.inEventLoop();
  }

  /** Whether this scheduler runs tasks at once if it can: see {@link LoopSchedulers#immediate}. */
  public boolean isImmediate() {
    return settings.inlineDepth() > 0;
  }

  /**
   * How many tasks without delay were submitted here, to workers included, and have neither ended
   * nor been disposed. Goes and counts them: for diagnostics.
   */
  public int pendingTasks() {
    return count(LoopWorker::countTasks);
  }

  /** As {@link #pendingTasks}, of delayed and periodic tasks. */
  public int pendingTimers() {
    return count(LoopWorker::countTimers);
  }

  private int count(ToIntFunction<LoopWorker> ofWorker) {
    LoopWorker direct = root;
    int[] found = {ofWorker.applyAsInt(direct)};
    direct.forEachOutstanding(link -> {
      LoopWorker worker = link instanceof WorkerReference reference ? reference.get() : null;
      if (worker != null) {
        found[0] += ofWorker.applyAsInt(worker);
      }
    });
    return found[0];
  }

  @Override
  public Worker createWorker() {
    return newWorker();
  }

  LoopWorker newWorker() {
    LoopWorker r = root;
    return isImmediate() ? new ImmediateWorker(this, r) : new PipelineWorker(this, r);
  }

  /**
   * As {@link Scheduler#when}; the result goes by the loop's clock, too, and an action that is
   * disposed completes for the combining function.
   */
  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <S extends Scheduler & Disposable> S when(
      Function<Flowable<Flowable<Completable>>, Completable> combine) {
    return (S) new CombinedScheduler(this, combine);
  }

  @Override
  public Disposable scheduleDirect(Runnable run) {
    LoopWorker r = root;
    if (!isImmediate()) {
      return r.schedule(run);
    }
    Objects.requireNonNull(run, "run is null");
    if (r.isDisposed()) {
      return Disposable.disposed();
    }
    Runnable hooked = ScheduleHook.decorate(run);
    if (!tryBeginInline()) {
      return r.submit(hooked);
    }
    try {
      Errors.runReporting(hooked);
    } finally {
      endInline();
    }
    return Disposable.disposed();
  }

  @Override
  public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
    return delay <= 0 ? scheduleDirect(run) : root.schedule(run, delay, unit);
  }

  @Override
  public Disposable schedulePeriodicallyDirect(
      Runnable run, long initialDelay, long period, TimeUnit unit) {
    return root.schedulePeriodically(run, initialDelay, period, unit);
  }

  @Override
  public long now(TimeUnit unit) {
    return unit.convert(epoch + loop.clock().nanoTime(), TimeUnit.NANOSECONDS);
  }

  /**
   * Makes this scheduler accept submissions again after {@link #shutdown}. Workers from before stay
   * disposed.
   */
  @Override
  public synchronized void start() {
    if (root.isDisposed()) {
      root = new RootWorker(this);
    }
  }

  /**
   * Disposes everything that was submitted here, and all workers. The loop, which others share,
   * goes on.
   */
  @Override
  public synchronized void shutdown() {
    root.dispose();
  }

  /** Whether {@link #shutdown} was called, and not {@link #start} since. */
  public boolean isShutdown() {
    return root.isDisposed();
  }

  LoopWorker root() {
    return root;
  }

  boolean needsHandles() {
    return needsHandles;
  }

  void needHandles() {
    needsHandles = true;
  }

  /** Whether the caller may run a task at once, and has to call {@link #endInline()} after it. */
  boolean tryBeginInline() {
    if (loop.inEventLoop() && depth < settings.inlineDepth() && loop.tryRunNow()) {
      depth++;
      return true;
    }
    return false;
  }

  void endInline() {
    depth--;
  }

  /** The deadline of the tick after one that was due at some time and is about to run. */
  long nextTick(long due, long period) {
    return period == 0 ? due : settings.missedTicks().nextTick(due, period, loop.clock());
  }

  /**
   * The loop did not take a submission: its stream has come to a halt, and somebody should know;
   * but not of one that was called off before it got there.
   */
  Disposable refused(Submission submission, RuntimeException cause) {
    boolean wasWanted = !submission.isSettled();
    submission.rejected(cause);
    if (wasWanted) {
      report(cause);
    }
    return Disposable.disposed();
  }

  private void report(RuntimeException cause) {
    Consumer<? super RejectedExecutionException> onRefused = settings.onRefused();
    if (onRefused != null && cause instanceof RejectedExecutionException rejection) {
      onRefused.accept(rejection);
    } else if (!loop.isShutdown() || refusalReported.compareAndSet(false, true)) {
      RxJavaPlugins.onError(cause);
    }
  }

  @Override
  public String toString() {
    return (isImmediate() ? "ImmediateLoopScheduler(" : "LoopScheduler(")
        + loop
        + (isShutdown() ? ", shut down" : "")
        + ")";
  }
}
