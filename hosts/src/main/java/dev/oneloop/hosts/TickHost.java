package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A program that ticks: a game's frames, a simulation's steps, a robot's control cycle. The
 * smallest host there is, and the one to copy.
 *
 * <pre>{@code
 * TickHost ticks = new TickHost();
 * ManagedLoop loop = Loops.builder().turnBudget(Duration.ofMillis(1)).on(ticks);
 * while (playing) {
 *   readInput();
 *   ticks.tick(Duration.ofMillis(3));   // of this frame's 16
 *   draw();
 * }
 * }</pre>
 *
 * <p><b>Thread.</b> The one that ticked last. It may change between ticks.
 *
 * <p><b>Timer.</b> The library's own, which posts; what it posts runs in the next tick.
 *
 * <p><b>Nested loops.</b> A task that calls {@link #tick} again runs pumps as the outer one does.
 *
 * <p><b>Shutdown.</b> After {@link #close} pumps are rejected.
 */
public final class TickHost implements LoopHost, AutoCloseable {
  private final Queue<Runnable> pumps = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  /** A host that runs nothing until somebody ticks. May be called on any thread. */
  public TickHost() {}

  /**
   * Runs what is waiting. Returns at once if nothing is, and begins no further pump once the budget
   * is spent. The last pump may exceed it by one turn, so let turns be shorter than ticks. One
   * thread at a time may tick.
   */
  public void tick(Duration budget) {
    thread = Thread.currentThread();
    long start = System.nanoTime();
    long nanos = budget.toNanos();
    Runnable pump;
    while (System.nanoTime() - start < nanos && (pump = pumps.poll()) != null) {
      pump.run();
    }
  }

  @Override
  public void execute(Runnable pump) {
    if (closed) {
      throw HostGone.rejection(this, null);
    }
    pumps.add(pump);
  }

  @Override
  public boolean isHostThread() {
    return Thread.currentThread() == thread;
  }

  /** Nobody will tick any more. What has not run is dropped. May be called on any thread. */
  @Override
  public void close() {
    closed = true;
    pumps.clear();
  }

  @Override
  public String toString() {
    return "a tick loop";
  }
}
