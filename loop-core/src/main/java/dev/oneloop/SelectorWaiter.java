package dev.oneloop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;

/**
 * Sleeps in a selector, so that a ready channel ends the sleep as well.
 *
 * <p>Selects with an action rather than into the selected-key set, which would allocate for each
 * event.
 */
final class SelectorWaiter implements Waiter, IoSelector {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** After so many returns in a row without a reason the selector is replaced. */
  static final int PREMATURE_BOUND = 256;

  /** Opens selectors. */
  interface Source {
    Selector open() throws IOException;
  }

  private final Source source;

  /**
   * Replaced on the loop. A wakeup of the old one comes while the loop is awake and is not needed.
   */
  private volatile Selector selector;

  /** Whether {@link #wakeup} was called since the last sleep. */
  private volatile boolean signalled;

  /** Returns in a row that had no reason. On the loop. */
  private int premature;

  /** Set once, by the constructor of the loop. */
  private IoKeys keys;

  @SuppressWarnings("NullAway.Init") // the loop calls serve() before it uses its waiter
  SelectorWaiter(Source source) {
    this.source = source;
    try {
      selector = source.open();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open a selector", e);
    }
  }

  /** Belongs to a loop from now on. */
  IoKeys serve(LoopCore loop) {
    keys = new IoKeys(loop, this);
    return keys;
  }

  @Override
  public void await(long deadlineNanos, LoopClock clock) {
    long nanos =
        deadlineNanos == LoopClock.NEVER ? LoopClock.NEVER : clock.realNanosUntil(deadlineNanos);
    if (nanos <= 0) {
      return;
    }
    long start = nanos == LoopClock.NEVER ? 0 : System.nanoTime();
    int count;
    try {
      // Rounded up: a select that returns before the deadline would be followed by more of them.
      count =
          nanos == LoopClock.NEVER
              ? selector.select(IoKey::found)
              : selector.select(IoKey::found, (nanos - 1) / NANOS_PER_MILLI + 1);
    } catch (IOException e) {
      failed(e);
      return;
    }
    premature = isPremature(count, nanos, start) ? premature + 1 : 0;
    if (premature == PREMATURE_BOUND) {
      premature = 0;
      rebuild();
    }
    signalled = false;
    removeClosed();
  }

  private boolean isPremature(int count, long nanos, long start) {
    return count == 0
        && !signalled
        && !Thread.currentThread().isInterrupted()
        && !keys.hasClosed()
        && (nanos == LoopClock.NEVER || System.nanoTime() - start < nanos);
  }

  @Override
  public void poll() {
    // Not keys.isEmpty(): those that were cancelled leave the selector when it selects.
    if (selector.keys().isEmpty()) {
      return;
    }
    try {
      selector.selectNow(IoKey::found);
    } catch (IOException e) {
      failed(e);
      return;
    }
    removeClosed();
  }

  private void removeClosed() {
    if (keys.hasClosed()) {
      keys.removeClosed();
    }
  }

  private void failed(IOException e) {
    keys.loop.report(LoopFailure.of("The selector of " + keys.loop + " failed; replacing it", e));
    rebuild();
  }

  /** Replaces a selector that returns without reason, as NIO selectors have been seen to do. */
  private void rebuild() {
    Selector old = selector;
    try {
      selector = source.open();
      keys.moveTo(selector);
      old.close();
    } catch (IOException e) {
      keys.loop.report(LoopFailure.of("Cannot replace the selector of " + keys.loop, e));
    }
  }

  @Override
  public void wakeup() {
    signalled = true;
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      keys.loop.report(LoopFailure.of("Cannot close the selector of " + keys.loop, e));
    }
  }

  @Override
  public Selector selector() {
    return selector;
  }

  @Override
  public void changed() {
    // The loop is awake and selects before it sleeps.
  }

  @Override
  public boolean forgetCancelled(LoopTask next) throws IOException {
    selector.selectNow(IoKey::found);
    return true;
  }

  @Override
  public boolean isOneShot() {
    return false;
  }

  @Override
  public String toString() {
    return "SelectorWaiter";
  }
}
