package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A loop that one thread at a time owns.
 *
 * <p>The owner is the loop's thread at this moment: it alone touches what is confined to the loop.
 * It becomes owner by compare-and-set and lets go with a release, so each owner sees what the one
 * before did, whatever threads they are.
 */
abstract class OwnedLoop extends OwnRing implements ManagedLoop {
  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(OwnedLoop.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Who owns the loop. Read plainly by {@link #isOwner}: a thread that reads its own name here
   * wrote it itself, and no stale value can be its own name.
   */
  private @Nullable Thread owner;

  /**
   * How many turns wait for {@link #runNested} to end, so that the owner may run turns inside of
   * them. Confined to the loop.
   */
  private int suspended;

  /** Where the owner keeps its current loop, and what was there before. Confined to the loop. */
  private @Nullable Object[] currentLoop = {null};

  private @Nullable Object outerLoop;

  /** Whether the current thread owns the loop. */
  final boolean isOwner() {
    return owner == Thread.currentThread();
  }

  /** Who owns the loop, as seen by others. */
  final @Nullable Thread owner() {
    return (Thread) OWNER.getAcquire(this);
  }

  /** Whether the current thread owns the loop and must not run turns. */
  final boolean isInsideTask() {
    return isOwner() && suspended == 0;
  }

  /** Makes the current thread the owner if there is none. */
  final boolean tryAcquire() {
    if (!OWNER.compareAndSet(this, null, Thread.currentThread())) {
      return false;
    }
    currentLoop = CurrentLoop.holder();
    outerLoop = currentLoop[0];
    currentLoop[0] = this;
    return true;
  }

  /**
   * Makes the current thread the owner, or lets it run turns inside of {@link #runNested}.
   *
   * @return a token for {@link #exit}
   * @throws IllegalStateException if another thread drives the loop, or this one does already
   */
  final int enter() {
    if (tryAcquire()) {
      return 0;
    }
    Thread me = Thread.currentThread();
    Thread driver = owner();
    if (driver != me) {
      throw new IllegalStateException(
          this
              + " is being driven by "
              + driver
              + ", so it cannot be driven by "
              + me
              + " as well");
    }
    if (suspended == 0) {
      throw new IllegalStateException(
          this
              + " cannot be driven from inside one of its own tasks on "
              + me
              + "; use runNested if other tasks may run in the middle of this one");
    }
    // What the nested turns run is inside a task again.
    int token = suspended;
    suspended = 0;
    return token;
  }

  /** Undoes {@link #enter}. */
  final void exit(int token) {
    if (token > 0) {
      suspended = token;
    } else {
      currentLoop[0] = outerLoop;
      outerLoop = null;
      OWNER.setRelease(this, null);
    }
  }

  /** Lets the owner run turns inside of the current one. */
  final void suspend() {
    suspended++;
  }

  /** Undoes {@link #suspend}. */
  final void resume() {
    suspended--;
  }
}
