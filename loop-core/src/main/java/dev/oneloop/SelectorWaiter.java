package dev.oneloop;

import java.io.IOException;

/**
 * Sleeps in a selector, so that a ready channel ends the sleep as well.
 *
 * <p>Selects with an action rather than into the selected-key set, which would allocate for each
 * event.
 */
final class SelectorWaiter extends IoSelector implements Waiter {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int FEW_KEYS = 32;

  SelectorWaiter(Source source) {
    super(source);
  }

  @Override
  public void await(long deadlineNanos, LoopClock clock) {
    long nanos =
        deadlineNanos == LoopClock.NEVER ? LoopClock.NEVER : clock.realNanosUntil(deadlineNanos);
    if (nanos <= 0) {
      poll();
      return;
    }
    try {
      if (foundReason()) {
        return;
      }
      boolean empty;
      if (nanos == LoopClock.NEVER) {
        empty = selector().select(IoKey::found) == 0;
      } else {
        long start = System.nanoTime();
        // Rounded up: a sleep that ended before the deadline would be followed by more of them.
        long millis = (nanos - 1) / NANOS_PER_MILLI + 1;
        empty = selector().select(IoKey::found, millis) == 0 && System.nanoTime() - start < nanos;
      }
      if (returned(empty)) {
        replace();
      }
    } catch (IOException e) {
      failed(e);
    }
    keys.removeClosedIfAny();
  }

  @Override
  public void poll() {
    // Not the registered ones: those that were cancelled leave the selector when it selects.
    if (hasNoKeys()) {
      return;
    }
    try {
      selector().selectNow(IoKey::found);
    } catch (IOException e) {
      failed(e);
    }
    keys.removeClosedIfAny();
  }

  /**
   * Whether there is a reason not to sleep: channels that were closed on the loop, of which a
   * selector that sleeps would not tell. To look at a few keys is cheaper than a system call; that
   * finds other reasons as well, among them a wake-up, which it takes away.
   */
  private boolean foundReason() throws IOException {
    if (keys.size() <= FEW_KEYS) {
      return keys.removeClosed();
    }
    boolean found = selector().selectNow(IoKey::found) > 0;
    boolean woken = takeSignal();
    return keys.removeClosedIfAny() || found || woken;
  }

  boolean hasNoKeys() {
    return selector().keys().isEmpty();
  }

  private void failed(IOException e) {
    keys.loop.report(LoopFailure.of("The selector of " + keys.loop + " failed; replacing it", e));
    replace();
  }

  @Override
  public void wakeup() {
    signal();
  }

  @Override
  public void close() {
    closeSelector();
  }

  @Override
  void changed() {
    // The loop is awake and selects before it sleeps.
  }

  @Override
  boolean forgetCancelled(IoInterest next) throws IOException {
    selector().selectNow(IoKey::found);
    return true;
  }

  @Override
  boolean isOneShot() {
    return false;
  }

  @Override
  public String toString() {
    return "SelectorWaiter";
  }
}
