package dev.oneloop;

import dev.oneloop.simulation.Trace;
import org.jspecify.annotations.Nullable;

/** Stands for a task in a simulated loop that keeps a trace. */
final class SimEnvelope extends Envelope {
  private final Recorder recorder;

  /** Whether a foreign thread submitted it. */
  final boolean isForeign;

  /** In order of submission. Written before it is queued. */
  long number;

  /**
   * Whose order this task belongs to, while it is queued. Let go of when it starts, as tasks that
   * it submits refer to it as their source: there would be a chain back to the first task of all.
   */
  private @Nullable Object source;

  SimEnvelope(
      SimGate gate,
      Runnable content,
      Runnable body,
      @Nullable TaskOrigin origin,
      Object source,
      boolean isForeign) {
    super(gate, content, body, origin);
    this.recorder = gate.recorder;
    this.source = source;
    this.isForeign = isForeign;
  }

  @Override
  void runBody(Runnable body) {
    source = null;
    SimEnvelope outer = recorder.begin(this);
    try {
      body.run();
    } finally {
      recorder.end(outer);
    }
  }

  @Override
  protected @Nullable Object source() {
    return source;
  }

  @Override
  protected void cancelled() {
    recorder.add(Trace.Kind.CANCELLED, number, "");
    super.cancelled();
  }

  @Override
  protected void rejected(Throwable cause) {
    recorder.add(Trace.Kind.REJECTED, number, "");
    super.rejected(cause);
  }

  @Override
  void refused() {
    recorder.add(Trace.Kind.REJECTED, number, ", as the loop has shut down");
    super.refused();
  }
}
