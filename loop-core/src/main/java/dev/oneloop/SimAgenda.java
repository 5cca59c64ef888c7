package dev.oneloop;

import java.util.ArrayDeque;

/**
 * What a simulated loop has to do; also holds back what came from foreign threads and may enter at
 * quiescence only.
 */
final class SimAgenda extends Agenda {
  private final ArrayDeque<SimEnvelope> held = new ArrayDeque<>();
  private final boolean holdsForeign;

  SimAgenda(LoopCore loop, Inbox inbox, boolean holdsForeign) {
    super(loop, inbox);
    this.holdsForeign = holdsForeign;
  }

  @Override
  void place(LoopTask task) {
    if (holdsForeign
        && task instanceof SimEnvelope envelope
        && envelope.isForeign
        && !envelope.isCancelled()
        && !loop.isShutdown()) {
      held.add(envelope);
    } else {
      super.place(task);
    }
  }

  @Override
  void takeInbox() {
    if (loop.isShutdown()) {
      // Nothing is going to be quiescent any more; and what is held is to be settled.
      while (!held.isEmpty()) {
        super.place(held.remove());
      }
    }
    super.takeInbox();
  }

  @Override
  void gather() {
    super.gather();
    if (!held.isEmpty() && isQuiescent()) {
      super.place(held.remove());
    }
  }

  @Override
  boolean hasWork() {
    return super.hasWork() || (!held.isEmpty() && isQuiescent());
  }

  private boolean isQuiescent() {
    return !super.hasWork() && timers.isEmpty();
  }

  @Override
  long countTasks() {
    return super.countTasks() + held.stream().filter(task -> !isTimer(task)).count();
  }

  @Override
  long countTimers() {
    return super.countTimers() + held.stream().filter(Agenda::isTimer).count();
  }
}
