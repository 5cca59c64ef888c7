package dev.oneloop.rx3;

/**
 * Something that a worker has outstanding: a node of the worker's chain, which leads from the
 * newest to the oldest.
 *
 * <p>A settled node stays in the chain until somebody passes by and skips it: see {@link
 * LoopWorker}.
 */
interface Link {

  /** What was submitted before, as far as it is not settled; in the end, the worker itself. */
  Link older();

  /** Skips settled nodes. Racing writers all write something right. */
  void older(Link link);

  /** Whether this has run, was disposed or was handed back. It never becomes unsettled again. */
  boolean isSettled();

  /** Calls it off, if it has not started. */
  void dispose();

  /** Takes the settled nodes next to a node out of its way. */
  static void skipSettledFrom(Link link) {
    Link older = link.older();
    if (older.isSettled()) {
      link.older(unsettled(older));
    }
  }

  /** The first node from here on that is not settled. */
  static Link unsettled(Link link) {
    while (link.isSettled()) {
      link = link.older();
    }
    return link;
  }
}
