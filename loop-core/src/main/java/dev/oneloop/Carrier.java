package dev.oneloop;

import org.jspecify.annotations.Nullable;

/** What stands for a user's task in a queue, and lets go of it as soon as it is settled. */
interface Carrier {

  /** What the user submitted, until it has run, was cancelled, or {@link #release}. */
  @Nullable Runnable content();

  /** Lets go of a task that threw, which is still there so that the report can name it. */
  void release();

  /** What the user submitted, or the carrier in its place once that is gone. */
  static Runnable contentOf(Runnable task) {
    Runnable content = task instanceof Carrier carrier ? carrier.content() : null;
    return content == null ? task : content;
  }
}
