package dev.oneloop;

import java.io.IOException;
import java.nio.channels.Selector;

/** Where channels of a loop are registered, and who selects there: the loop itself, or a helper. */
interface IoSelector {
  /** The selector at this moment. It may be replaced, on the loop. */
  Selector selector();

  /** Keys or interest sets have changed, on the loop: the next selection has to know. */
  void changed();

  /**
   * Has the selector forget the keys that were cancelled, so that their channels can be registered
   * anew. On the loop.
   *
   * @return false if that takes another thread, which will then submit {@code next} to the loop
   */
  boolean forgetCancelled(LoopTask next) throws IOException;

  /** Whether a channel that was found ready must not be looked at until its handler has run. */
  boolean isOneShot();
}
