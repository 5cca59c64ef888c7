package dev.oneloop.cf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/*
 * How pinning works
 *
 * A CompletableFuture lets any thread run its dependents: the completer, a loser of the race to
 * complete, a thread that leaves join(), a pool's thread that finished a sibling. It asks nobody. So
 * this class uses CompletableFuture for the state and for waiting, and keeps the dependents itself:
 *
 * - attach() pushes a node onto a list; if the future is complete already, the list is fired.
 * - Whoever completes the future fires its list: on the loop it is moved to the trampoline, elsewhere
 *   a task is submitted that does so. Nodes run first in, first out.
 * - The race between the two: a node is pushed before "complete?" is asked, and the future is
 *   completed before "any nodes?" is asked, so at least one of them sees the other.
 *
 * Dependents in the list of CompletableFuture are only those that the JDK puts there: waiting threads,
 * and relays to futures that are not ours. They are served by super.complete().
 */

/** The mechanics of {@link LoopFuture}: state, dependents, epilogues. */
abstract class PinnedFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private static final VarHandle DEPENDENTS;
  private static final VarHandle EPILOGUE;

  /** How many dead nodes a list of dependents may hold beyond as many as there are live ones. */
  private static final int SWEEP_CREDIT = 16;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DEPENDENTS = lookup.findVarHandle(PinnedFuture.class, "dependents", Dependent.class);
      EPILOGUE = lookup.findVarHandle(PinnedFuture.class, "epilogue", Epilogue.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final LoopExecutor executor;

  /** Newest first. Pushed by any thread; taken as a whole on the loop, or when that has closed. */
  private volatile @Nullable Dependent dependents;

  /**
   * While pending: what to do upon completion. Once failed: an {@link Unobserved}, or null. Changed
   * by compare-and-set from any thread.
   */
  private volatile @Nullable Epilogue epilogue;

  PinnedFuture(LoopExecutor executor) {
    this.executor = executor;
  }

  // ---------------------------------------------------------------- state
  // The public methods of CompletableFuture that ask for the state are overridden to observe
  // failures, or to refuse; these are not.

  final boolean done() {
    return super.isDone();
  }

  final boolean failed() {
    return super.isCompletedExceptionally();
  }

  final boolean cancelled() {
    return super.isCancelled();
  }

  /** The value of a future that is complete and did not fail. */
  @SuppressWarnings("NullAway") // the argument is returned only if the future is not complete
  final T value() {
    return super.getNow(null);
  }

  /** What a complete future failed with, as it was given; null if it did not fail. */
  final @Nullable Throwable failure() {
    if (!super.isCompletedExceptionally()) {
      return null;
    }
    // Of all ways to the exception that exist on every JDK, only this one neither throws nor wraps
    // it.
    FailureReader<T> reader = new FailureReader<>();
    CompletableFuture<?> unused = super.handle(reader);
    return reader.failure;
  }

  /** What a future failed with that is known to have failed. */
  static Throwable failureOf(PinnedFuture<?> failed) {
    Throwable failure = failed.failure();
    return failure != null ? failure : new IllegalStateException("Did not fail: " + failed);
  }

  private static final class FailureReader<T extends @Nullable Object>
      implements BiFunction<T, @Nullable Throwable, @Nullable Object> {
    @Nullable Throwable failure;

    @Override
    public @Nullable Object apply(T value, @Nullable Throwable thrown) {
      failure = thrown;
      return null;
    }
  }

  // ---------------------------------------------------------------- completion, any thread

  /** Completes this, then does what hangs on it. False if it was complete before. */
  final boolean finish(T value) {
    if (settle(value)) {
      fireDependents();
      return true;
    }
    return false;
  }

  /** As {@link #finish}, but leaves the dependents to the caller. */
  final boolean settle(T value) {
    if (super.complete(value)) {
      onConclude();
      Epilogue first = epilogue;
      if (first != null) {
        // No exchange is needed: whoever adds one meanwhile asks "complete?" afterwards.
        EPILOGUE.setRelease(this, (Epilogue) null);
        runEpilogues(first);
      }
      return true;
    }
    return false;
  }

  /** As {@link #finish}, with a failure. */
  final boolean finishExceptionally(Throwable failure) {
    boolean watched = isWatched();
    if (super.completeExceptionally(failure)) {
      conclude();
      if (!watched && !(failure instanceof CancellationException)) {
        leaveUnobserved(failure);
      }
      return true;
    }
    return false;
  }

  /** Completes this as a stage that follows the given future without changing its outcome. */
  final void finishAs(PinnedFuture<? extends T> source) {
    Throwable failure = source.failure();
    if (failure == null) {
      finish(source.value());
    } else {
      finishExceptionally(wrapped(failure));
    }
  }

  /** What a stage fails with if a source or a function failed with the given throwable. */
  static CompletionException wrapped(Throwable failure) {
    return failure instanceof CompletionException e ? e : new CompletionException(failure);
  }

  final boolean finishCancelled() {
    if (super.isDone()) {
      return super.isCancelled();
    }
    boolean cancelled = super.cancel(false);
    conclude();
    return cancelled;
  }

  /**
   * Fails this because the loop has closed. Dependents are left to the caller, and nobody needs to
   * look at the failure.
   */
  final boolean failQuietly(CompletionException cause) {
    if (super.completeExceptionally(cause)) {
      onConclude();
      takeEpilogues();
      return true;
    }
    return false;
  }

  /** Does what hangs on this, now that it is complete. Calling it again does no harm. */
  final void conclude() {
    onConclude();
    takeEpilogues();
    fireDependents();
  }

  final void fireDependents() {
    if (dependents != null) {
      executor.home.fire(this);
    }
  }

  private void takeEpilogues() {
    Epilogue first = epilogue;
    if (first != null
        && !(first instanceof Unobserved)
        && EPILOGUE.compareAndSet(this, first, (Epilogue) null)) {
      runEpilogues(first);
    }
  }

  private void runEpilogues(Epilogue first) {
    for (Epilogue e = first; e != null; e = e.following()) {
      e.completed(this);
    }
  }

  // ---------------------------------------------------------------- dependents

  /**
   * Adds a dependent. Any thread. It is fired at once if this is complete and the caller on the
   * loop.
   */
  final void attach(Dependent node) {
    beforeUse();
    Home home = executor.home;
    if (super.isDone() && home.runsNow() && !hasDependentsToFire()) {
      markObserved();
      home.runNow(node);
      return;
    }
    Dependent newest;
    do {
      newest = dependents;
      Dependent below = newest;
      while (below != null && !below.isLive()) {
        below = below.next;
      }
      node.next = below;
      node.credit = newest == null ? SWEEP_CREDIT : newest.credit - 1;
    } while (!DEPENDENTS.compareAndSet(this, newest, node));
    if (super.isDone()) {
      markObserved();
      // Also if there are others below, whose turn has come: the loop may look at the list no more.
      home.fire(this);
      home.ensureRun();
    } else {
      if (newest == null) {
        onFirstDependent();
      } else if (node.credit <= 0) {
        home.sweep(this, node);
      }
      if (home.isClosed()) {
        home.refuseDependents(this);
      }
    }
  }

  /** Before anything is hung on this. */
  void beforeUse() {}

  /** The first dependent was attached while this is pending. */
  void onFirstDependent() {}

  /** This was completed. Any thread. */
  void onConclude() {}

  /** This is complete, and its dependents are about to run. On the loop. */
  void onFire() {}

  /** The loop closes before this was completed. On the loop, or when it has closed. */
  void abandon(CompletionException cause) {
    if (failQuietly(cause)) {
      conclude();
    }
  }

  /**
   * Takes the dependents, newest first. The last of them may have been fired in place, and is no
   * longer one.
   */
  final @Nullable Dependent takeDependents() {
    if (dependents == null) {
      return null;
    }
    Dependent newest = (Dependent) DEPENDENTS.getAndSet(this, (Dependent) null);
    return newest == null || newest.isFiredInPlace() ? null : newest;
  }

  /**
   * If there is just one dependent, it need not be taken: that is an atomic exchange less, of four
   * that a stage costs. It stays in the list for as long as this future is there, or until others
   * are taken, and never gets a link to follow: whoever comes across it is at the end of the list.
   * Complete futures only, on the loop, which fires what it gets at once.
   *
   * @return the dependent to be fired; null if they have to be taken
   */
  final @Nullable Dependent fireInPlace() {
    Dependent newest = dependents;
    if (newest == null || newest.next != null || newest.isFiredInPlace()) {
      return null;
    }
    newest.setFiredInPlace();
    return newest;
  }

  final @Nullable Dependent newestDependent() {
    return dependents;
  }

  /** Whether there are dependents that have not been fired. On the loop. */
  final boolean hasDependentsToFire() {
    Dependent newest = dependents;
    return newest != null && !newest.isFiredInPlace();
  }

  /** Drops dead nodes. On the loop, where nobody else changes the links between attached nodes. */
  final void sweepDependents() {
    Dependent newest = dependents;
    if (newest == null) {
      return;
    }
    int live = 1;
    Dependent last = newest;
    for (Dependent n = newest.next; n != null; n = n.next) {
      if (n.isLive()) {
        last = n;
        live++;
      } else {
        last.next = n.next;
      }
    }
    newest.credit = live + SWEEP_CREDIT;
  }

  /** How many of our own stages wait for this. An estimate, while others attach some. */
  final int countDependents() {
    int count = 0;
    for (Dependent n = dependents; n != null; n = n.next) {
      if (n.isLive() && !n.isFiredInPlace()) {
        count++;
      }
    }
    return count;
  }

  final int countAllDependents() {
    return countDependents() + super.getNumberOfDependents();
  }

  // ---------------------------------------------------------------- epilogues

  /** Says where the outcome of this comes from. Before this future is published. */
  final void setUpstream(Upstream upstream) {
    EPILOGUE.setRelease(this, upstream);
  }

  /** Puts something in front of the epilogues; it is called at once if this is complete. */
  final void addEpilogue(Extra extra) {
    beforeUse();
    for (; ; ) {
      Epilogue first = epilogue;
      if (super.isDone()) {
        extra.completed(this);
        return;
      }
      extra.follow(first);
      if (EPILOGUE.compareAndSet(this, first, extra)) {
        break;
      }
    }
    // Completed meanwhile: the completer may have missed it.
    if (super.isDone()) {
      EPILOGUE.compareAndSet(this, extra, (Epilogue) null);
      extra.completed(this);
    }
  }

  /** Replaces the upstream, by the stage that is the upstream. */
  final void rerouteUpstream(Upstream from, Upstream to) {
    for (; ; ) {
      Epilogue first = epilogue;
      if (first == from) {
        if (EPILOGUE.compareAndSet(this, first, to)) {
          return;
        }
        continue;
      }
      for (Epilogue e = first; e instanceof Extra extra; e = extra.following()) {
        if (extra.following() == from) {
          extra.follow(to);
        }
      }
      return;
    }
  }

  final @Nullable Upstream upstream() {
    for (Epilogue e = epilogue; e != null; e = e.following()) {
      if (e instanceof Upstream upstream) {
        return upstream;
      }
    }
    return null;
  }

  /**
   * Cancels the sources of a future that was cancelled, and theirs, as far as nobody else depends
   * on them.
   */
  static void cancelSources(Upstream upstream, PinnedFuture<?> cancelled) {
    ArrayDeque<PinnedFuture<?>> sources = new ArrayDeque<>();
    upstream.collectSources(sources);
    // The stage leaves its sources first: it is not to be counted among those who depend on them.
    upstream.completed(cancelled);
    for (PinnedFuture<?> source; (source = sources.poll()) != null; ) {
      if (!source.done() && source.countAllDependents() == 0) {
        Upstream further = source.upstream();
        if (further != null) {
          further.collectSources(sources);
        }
        source.finishCancelled();
      }
    }
  }

  // ---------------------------------------------------------------- unobserved failures

  /** Whether somebody waits for this future or has said that failures are looked after. */
  private boolean isWatched() {
    if (dependents != null || super.getNumberOfDependents() != 0) {
      return true;
    }
    for (Epilogue e = epilogue; e != null; e = e.following()) {
      if (e instanceof Watched) {
        return true;
      }
    }
    return false;
  }

  private void leaveUnobserved(Throwable failure) {
    Unobserved unobserved = new Unobserved(executor, failure);
    epilogue = unobserved;
    // Whoever attached or joined between the completion and now did not find it.
    if (dependents != null) {
      markObserved();
    } else {
      unobserved.watch(this);
    }
  }

  /** Somebody looks at the outcome: if it is a failure, it need not be reported. */
  final void markObserved() {
    if (epilogue instanceof Unobserved unobserved
        && EPILOGUE.compareAndSet(this, unobserved, (Epilogue) null)) {
      unobserved.dismiss();
    }
  }
}
