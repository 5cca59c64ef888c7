package dev.oneloop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A host that keeps what it is given, for a stress test to run on whatever thread it likes. */
final class HandCrankedHost implements LoopHost {
  final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  volatile Runnable alarm = () -> {};

  @Override
  public void execute(Runnable event) {
    posted.add(event);
  }

  @Override
  public Registration executeAfter(Runnable event, long nanos) {
    alarm = event;
    return () -> {};
  }
}
