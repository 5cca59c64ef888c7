package dev.oneloop.rx3;

/** A link that the loop was given, or was about to be given. */
interface Submission extends Link {

  /** The loop does not run it: settles it, unless it is settled. */
  void rejected(Throwable cause);
}
