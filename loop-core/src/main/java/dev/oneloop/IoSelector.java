package dev.oneloop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;

/** Where channels of a loop are registered. Subclasses say who selects: the loop, or a helper. */
abstract class IoSelector {
  /** After so many returns in a row without a reason a selector is replaced. */
  static final int PREMATURE_BOUND = 256;

  /** Opens selectors. */
  interface Source {
    Selector open() throws IOException;
  }

  private final Source source;

  /** Replaced on the loop. */
  private volatile Selector selector;

  /**
   * Whether the selector was woken since it last selected: by any thread, cleared by the selecting.
   */
  private volatile boolean signalled;

  /** Returns in a row that had no reason. On the thread that selects. */
  private int premature;

  /** Set once, by the constructor of the loop. */
  IoKeys keys;

  @SuppressWarnings("NullAway.Init") // the loop calls serve() before anything else
  IoSelector(Source source) {
    this.source = source;
    try {
      selector = source.open();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open a selector", e);
    }
  }

  /** Belongs to a loop from now on. */
  final IoKeys serve(LoopCore loop) {
    keys = new IoKeys(loop, this);
    return keys;
  }

  final Selector selector() {
    return selector;
  }

  /** Ends the present selection, or the next one. Any thread. */
  final void signal() {
    signalled = true;
    // If this one is being replaced, the thread that replaces it is awake, and looks once more.
    selector.wakeup();
  }

  /**
   * Whether the selector was woken since it last selected; not any more afterwards. A look at the
   * selector takes what woke it away, so whoever looks and then sleeps has to ask for it.
   */
  final boolean takeSignal() {
    // Who signals sets this first and wakes second: what is cleared here too early still wakes.
    boolean was = signalled;
    if (was) {
      signalled = false;
    }
    return was;
  }

  /**
   * Counts a return from the selector.
   *
   * @param empty whether it returned before its time and with nothing selected
   * @return whether the selector is to be replaced
   */
  final boolean returned(boolean empty) {
    boolean reason =
        takeSignal() || !empty || keys.hasClosed() || Thread.currentThread().isInterrupted();
    premature = reason ? 0 : premature + 1;
    if (premature < PREMATURE_BOUND) {
      return false;
    }
    premature = 0;
    return true;
  }

  /**
   * Replaces a selector that returns without reason, as NIO selectors do now and then. On the loop.
   */
  final void replace() {
    Selector old = selector;
    try {
      selector = source.open();
      keys.moveTo(selector);
      old.close();
    } catch (IOException e) {
      keys.loop.report(LoopFailure.of("Cannot replace the selector of " + keys.loop, e));
    }
  }

  final void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      keys.loop.report(LoopFailure.of("Cannot close the selector of " + keys.loop, e));
    }
  }

  /** Keys or interest sets have changed, on the loop: the next selection has to know. */
  abstract void changed();

  /**
   * Has the selector forget the keys that were cancelled, so that their channels can be registered
   * anew. On the loop.
   *
   * @return false if that takes another thread, which will then {@linkplain IoInterest#send send}
   *     {@code next} to the loop
   */
  abstract boolean forgetCancelled(IoInterest next) throws IOException;

  /** Whether a channel that was found ready must not be looked at until its handlers have run. */
  abstract boolean isOneShot();
}
