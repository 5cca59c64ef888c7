package dev.oneloop;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a task in a loop that decorates, traces or counts its tasks: what the queue and the
 * heap hold there in place of the task itself.
 */
class Envelope extends LoopTimer implements Carrier, Traced {
  private final Gate gate;

  /** What the user submitted; null once nobody needs its name any more. */
  private @Nullable Runnable content;

  /** The content as a task with a state of its own, which has the last word on whether it runs. */
  private final @Nullable LoopTask inner;

  /** What to run: the content, decorated; null once it is settled. */
  private @Nullable Runnable body;

  private final @Nullable TaskOrigin origin;

  Envelope(Gate gate, Runnable content, Runnable body, @Nullable TaskOrigin origin) {
    this.gate = gate;
    this.content = content;
    this.inner = content instanceof LoopTask task ? task : null;
    this.body = body;
    this.origin = origin;
  }

  @Override
  public @Nullable TaskOrigin origin() {
    return origin;
  }

  @Override
  public void run() {
    Runnable r = body;
    settled();
    if (r != null && (inner == null || inner.claim())) {
      runBody(r);
      content = null;
    }
  }

  /** Runs what is to be run. */
  void runBody(Runnable decorated) {
    decorated.run();
  }

  @Override
  public @Nullable Runnable content() {
    return content;
  }

  @Override
  public void release() {
    content = null;
  }

  @Override
  protected void cancelled() {
    content = null;
    settled();
  }

  @Override
  protected void rejected(Throwable cause) {
    settled();
    if (inner != null) {
      inner.reject(cause);
    }
  }

  /** The loop did not take it. */
  void refused() {
    settled();
    if (inner != null) {
      inner.unwrap();
    }
  }

  private void settled() {
    body = null;
    gate.release();
  }

  @Override
  protected @Nullable Object source() {
    return inner == null ? null : inner.source();
  }

  @Override
  public String toString() {
    return "Envelope(" + content + ")";
  }
}
