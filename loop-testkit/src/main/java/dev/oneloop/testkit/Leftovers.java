package dev.oneloop.testkit;

import dev.oneloop.SimulatedLoop;
import dev.oneloop.simulation.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is still to run on a loop. */
final class Leftovers {
  /** What a task of adapters-cf calls itself that is no leftover: what it finds, it reports. */
  private static final String LOOK_AT_FUTURE = "look for who saw the failure of a future";

  private Leftovers() {}

  /** The tasks that are ready, by name as far as the trace goes back; empty if there are none. */
  static List<String> tasks(SimulatedLoop loop) {
    long count = loop.metrics().pendingTasks() - loop.metrics().timers();
    if (count <= 0) {
      return List.of();
    }
    Map<Long, String> open = new LinkedHashMap<>();
    for (Trace.Event event : loop.trace().events()) {
      switch (event.kind()) {
        case SUBMITTED -> {
          if (!event.detail().contains(", due at ")) {
            open.put(event.task(), event.detail().substring(event.detail().indexOf(": ") + 2));
          }
        }
        case STARTED, CANCELLED, REJECTED -> open.remove(event.task());
        case DECIDED -> {}
      }
    }
    List<String> names = new ArrayList<>(open.values());
    int tasks = names.size();
    names.removeIf(LOOK_AT_FUTURE::equals);
    count -= tasks - names.size();
    for (long unnamed = count - names.size(); unnamed > 0; unnamed--) {
      names.add("a task");
    }
    return names;
  }
}
