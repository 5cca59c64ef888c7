package dev.oneloop.cf;

/** A task that wants to know when it is not going to run, because something pends on it. */
interface Refusable extends Runnable {
  /** The task was accepted, and will not run. Any thread. */
  void refused(Throwable cause);
}
