package dev.oneloop;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/** A loop with a thread of its own that sleeps in a selector. */
final class SelectingThreadLoop extends ThreadLoop implements IoLoop {
  private final IoKeys keys;

  SelectingThreadLoop(LoopBuilder builder, SelectorWaiter waiter) {
    super(builder, waiter);
    keys = waiter.serve(this);
  }

  @Override
  public IoRegistration register(SelectableChannel channel, int ops, IoHandler handler)
      throws ClosedChannelException {
    return keys.register(channel, ops, handler);
  }

  @Override
  void beforeClose() {
    keys.close();
  }
}
