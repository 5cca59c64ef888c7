package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.Registration;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Vert.x: a context, for instance that of a verticle, which then shares its thread with the loop.
 *
 * <p><b>Thread.</b> Whichever runs the context at this moment: the same one always for an event
 * loop context, changing ones for a worker or a virtual thread. Code on a <em>duplicated</em>
 * context (one HTTP request's, for instance) does not count as on the loop; it submits. So does
 * what {@code executeBlocking} runs. On a worker's context that cannot be told apart: have it keep
 * the order there, or stay away from the loop.
 *
 * <p><b>Timer.</b> {@link Vertx#setTimer}, in milliseconds, rounded up.
 *
 * <p><b>Nested loops.</b> None.
 *
 * <p><b>Shutdown.</b> Once Vert.x is closed, pumps are rejected. Undeploying a verticle cancels its
 * timers: shut the loop down in the verticle's {@code stop}.
 */
public final class VertxHost implements LoopHost {
  private final Context context;

  /** A context. May be called on any thread. */
  public VertxHost(Context context) {
    this.context = context;
  }

  @Override
  public void execute(Runnable pump) {
    context.runOnContext(ignored -> pump.run());
  }

  @Override
  public Registration executeAfter(Runnable pump, long nanos) {
    if (!isHostThread()) {
      // A timer belongs to the context it was set on.
      return LoopHost.super.executeAfter(pump, nanos);
    }
    Vertx vertx = context.owner();
    long timer = vertx.setTimer(Millis.ceil(nanos), ignored -> pump.run());
    return () -> vertx.cancelTimer(timer);
  }

  @Override
  public boolean isHostThread() {
    // Blocking code has the same context, on another thread, and at the same time.
    return Vertx.currentContext() == context
        && Context.isOnEventLoopThread() == context.isEventLoopContext();
  }

  @Override
  public String toString() {
    return "Vert.x " + context;
  }
}
