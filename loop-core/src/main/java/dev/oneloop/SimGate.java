package dev.oneloop;

import dev.oneloop.simulation.ForeignThreads;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import dev.oneloop.simulation.Trace;
import org.jspecify.annotations.Nullable;

/**
 * What submissions pass on a simulated loop that explores, keeps a trace or is particular about
 * foreign threads: they get a number, a name and a source.
 */
final class SimGate extends Gate {
  /** The source of all that no task has submitted. */
  private static final Object OUTSIDE =
      new Object() {
        @Override
        public String toString() {
          return "outside";
        }
      };

  private final SimLoop loop;
  private final Simulation simulation;
  final Recorder recorder;

  SimGate(LoopBuilder builder, SimLoop loop, Recorder recorder) {
    super(builder, loop);
    this.loop = loop;
    this.simulation = builder.simulation;
    this.recorder = recorder;
  }

  Agenda newAgenda() {
    return new SimAgenda(
        loop, loop.inbox, simulation.foreignThreads() == ForeignThreads.AT_QUIESCENCE);
  }

  @Override
  Envelope newEnvelope(Runnable task, Runnable body, @Nullable TaskOrigin origin) {
    boolean foreign = loop.isForeign(Thread.currentThread());
    if (foreign && simulation.foreignThreads() == ForeignThreads.FAIL) {
      throw refusal(task);
    }
    Object source = simulation.mode() == Mode.CHAOS ? sourceOf(task) : OUTSIDE;
    return new SimEnvelope(this, task, body, origin, source, foreign);
  }

  private IllegalStateException refusal(Runnable task) {
    IllegalStateException refusal =
        new IllegalStateException(
            loop
                + " is simulated and takes nothing from foreign threads, but "
                + Thread.currentThread()
                + " submitted "
                + nameOf(task)
                + "; use outside() for what comes from outside, or another rule for"
                + " ForeignThreads");
    loop.report(LoopFailure.of("A foreign thread submitted to a simulated loop", refusal, task));
    return refusal;
  }

  private String nameOf(@Nullable Runnable task) {
    return StableNames.of(
        task == null || task instanceof LoopTask ? task : loop.attachments.nameOf(task));
  }

  private Object sourceOf(Runnable task) {
    Object source = task instanceof LoopTask own ? own.source() : loop.attachments.sourceOf(task);
    if (source != null) {
      return source;
    }
    Object submitter = submitter();
    return submitter == null ? OUTSIDE : submitter;
  }

  private @Nullable SimEnvelope submitter() {
    return loop.isOwner() ? recorder.current() : null;
  }

  @Override
  void admitted(Envelope envelope, long deadline) {
    if (!recorder.isTracing) {
      return;
    }
    SimEnvelope task = (SimEnvelope) envelope;
    task.number = recorder.nextNumber();
    SimEnvelope submitter = submitter();
    String by =
        submitter != null
            ? " by #" + submitter.number
            : task.isForeign ? " by a foreign thread" : "";
    String due = deadline == LoopClock.NEVER ? "" : ", due at " + Trace.time(deadline);
    recorder.add(Trace.Kind.SUBMITTED, task.number, by + due + ": " + nameOf(task.content()));
  }
}
