package dev.oneloop;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.RejectedExecutionException;

/**
 * A loop that also waits for channels: what a selector finds ready becomes a task of the loop.
 *
 * <p><b>Threads.</b> Channels may be registered from any thread. Handlers run on the loop, as tasks
 * like any other: never two at once, and behind what is ready already.
 *
 * <p><b>Readiness</b> is level-triggered: a handler that leaves something unread is called again in
 * a later turn. However long a handler waits for its turn, it is queued once.
 *
 * <p><b>Sharing.</b> A channel may be registered more than once, say for reading and for writing;
 * its handlers are called in the order of their registration, each for what it asked for.
 *
 * <p><b>Errors.</b> What a handler throws goes to the loop's exception handler; it stays
 * registered.
 *
 * <p><b>Shutdown.</b> Channels are served until the shutdown hooks and their grace period are over.
 * Then every handler that is still registered is told that it is {@linkplain IoHandler#closed
 * closed}. The channels themselves are left open: they belong to whoever opened them.
 *
 * <p><b>Time.</b> A selector counts in milliseconds: timers of a loop that sleeps in one start up
 * to a millisecond late, never early.
 */
public interface IoLoop extends ManagedLoop {

  /**
   * Calls a handler whenever a channel is ready, until the registration is {@linkplain
   * IoRegistration#close() closed}.
   *
   * @param channel an open channel in non-blocking mode
   * @param ops the operations to wait for, of {@link java.nio.channels.SelectionKey}; 0 to wait for
   *     none until {@link IoRegistration#interestOps(int)} says so
   * @throws IllegalArgumentException if the channel does not support one of the operations
   * @throws IllegalStateException if the channel is in blocking mode
   * @throws ClosedChannelException if the channel is closed
   * @throws RejectedExecutionException if the loop has shut down
   */
  IoRegistration register(SelectableChannel channel, int ops, IoHandler handler)
      throws ClosedChannelException;
}
