package dev.oneloop;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/** A loop on a foreign run loop's thread, with a thread that selects for it. */
final class SelectingHostedLoop extends HostedLoop implements IoLoop {
  private final SelectorThread selecting;
  private final IoKeys keys;

  SelectingHostedLoop(LoopBuilder builder, LoopHost host, SelectorThread selecting) {
    super(builder, host);
    this.selecting = selecting;
    keys = selecting.serve(this);
  }

  @Override
  public IoRegistration register(SelectableChannel channel, int ops, IoHandler handler)
      throws ClosedChannelException {
    return keys.register(channel, ops, handler);
  }

  /** Nobody wakes the helper for a channel that a task has closed. */
  @Override
  void afterTurn() {
    keys.removeClosed();
  }

  @Override
  void beforeClose() {
    keys.close();
  }

  @Override
  void onTerminated() {
    super.onTerminated();
    selecting.close();
  }
}
