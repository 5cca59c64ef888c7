package dev.oneloop;

/** The stack of a submission, kept in debug mode; never thrown. */
final class TaskOrigin extends Throwable {
  private static final long serialVersionUID = 1L;

  TaskOrigin() {
    super("Submitted on " + Thread.currentThread().getName());
  }
}
