package dev.oneloop;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/** A loop that its owner drives and that sleeps in a selector. */
final class SelectingCallerLoop extends CallerLoop implements ManualIoLoop {
  private final IoKeys keys;

  SelectingCallerLoop(LoopBuilder builder, SelectorWaiter waiter) {
    super(builder, builder.clock(), waiter);
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
