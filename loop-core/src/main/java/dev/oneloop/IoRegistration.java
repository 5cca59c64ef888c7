package dev.oneloop;

import java.nio.channels.SelectableChannel;

/** A channel's registration with an {@link IoLoop}. All methods may be called from any thread. */
public interface IoRegistration extends Registration {

  /** The channel that is registered. */
  SelectableChannel channel();

  /** The operations that are waited for. */
  int interestOps();

  /**
   * Changes what is waited for. On the loop this holds at once; from elsewhere a call of the
   * handler for what was waited for before may still follow.
   *
   * @param ops of {@link java.nio.channels.SelectionKey}; 0 to pause
   * @throws IllegalArgumentException if the channel does not support one of the operations
   * @throws java.nio.channels.CancelledKeyException if the registration has ended
   */
  void interestOps(int ops);

  /**
   * Whether the registration has not ended: by {@link #close()}, the channel's or the loop's end.
   */
  boolean isValid();

  /**
   * Ends the registration and leaves the channel open. On the loop the handler is not called any
   * more; from elsewhere a call that has begun may still go on. Before the channel can go back to
   * blocking mode, the loop has to have selected once more.
   */
  @Override
  void close();
}
