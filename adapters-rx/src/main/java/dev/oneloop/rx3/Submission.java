package dev.oneloop.rx3;

/** Something that the loop was given, or was about to be given. */
interface Submission {

  /** Whether this has run, was disposed or was handed back. It never becomes unsettled again. */
  boolean isSettled();

  /** The loop does not run it: settles it, unless it is settled. */
  void rejected(Throwable cause);
}
