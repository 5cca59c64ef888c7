package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.Registration;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Netty: one of its event loops, with whatever transport, or any other {@link EventExecutor}. A
 * loop on a channel's event loop shares that channel's thread.
 *
 * <p><b>Thread.</b> The one for which {@link EventExecutor#inEventLoop()} is true.
 *
 * <p><b>Timer.</b> Netty's own, in nanoseconds.
 *
 * <p><b>Nested loops.</b> None, but for a {@code ManualIoEventLoop}: a task that drives it by
 * {@code run} runs pumps as its owner does.
 *
 * <p><b>Shutdown.</b> Pumps are rejected once the event loop has terminated. During its quiet
 * period pumps still run, timers do not any more: shut the loop down first.
 */
public final class NettyHost implements LoopHost {
  private final EventExecutor executor;

  /** The thread of an event loop. May be called on any thread. */
  public NettyHost(EventExecutor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable pump) {
    if (executor.isTerminated()) {
      // Some of Netty's event loops take tasks that they will never run.
      throw HostGone.rejection(this, null);
    }
    executor.execute(pump);
  }

  @Override
  public Registration executeAfter(Runnable pump, long nanos) {
    Future<?> timer = executor.schedule(pump, nanos, TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public boolean isHostThread() {
    return executor.inEventLoop();
  }

  @Override
  public String toString() {
    return "Netty " + executor;
  }
}
