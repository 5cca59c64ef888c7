package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A channel that is registered with a loop's selector; all its registrations share one key. As a
 * task it calls the handlers of what is ready, so an event allocates nothing.
 */
final class IoKey extends LoopTask implements Traced {
  private static final VarHandle READY;
  private static final IoInterest[] NONE = {};

  static {
    try {
      READY = MethodHandles.lookup().findVarHandle(IoKey.class, "ready", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final IoKeys keys;
  private final SelectableChannel channel;

  /** Written on the loop, also read by the thread that selects. */
  private volatile SelectionKey key;

  /**
   * Replaced, never changed, so that a handler may change it while it is gone through. On the loop.
   */
  private IoInterest[] interests = NONE;

  /**
   * What was found ready and not handled yet. Not 0 exactly while this task is queued: whoever
   * makes it so submits it.
   */
  private volatile int ready;

  IoKey(IoKeys keys, SelectableChannel channel, Selector selector) throws ClosedChannelException {
    this.keys = keys;
    this.channel = channel;
    this.key = channel.register(selector, 0, this);
  }

  /** The channel's live key in a selector, if there is one. */
  static @Nullable IoKey of(SelectableChannel channel, Selector selector) {
    SelectionKey key = channel.keyFor(selector);
    return key != null && key.isValid() ? (IoKey) key.attachment() : null;
  }

  @Override
  public @Nullable TaskOrigin origin() {
    return interests.length == 0 ? null : interests[0].origin();
  }

  boolean isValid() {
    return key.isValid();
  }

  void add(IoInterest interest) {
    interests = Arrays.copyOf(interests, interests.length + 1);
    interests[interests.length - 1] = interest;
    interest.key = this;
    updateInterest();
  }

  /** Removes a registration; with the last one the key. */
  void remove(IoInterest interest) {
    interest.key = null;
    interests = Arrays.stream(interests).filter(i -> i != interest).toArray(IoInterest[]::new);
    if (interests.length == 0) {
      key.cancel();
      keys.removed(this);
    } else {
      updateInterest();
    }
  }

  /** Tells the selector what is waited for. */
  void updateInterest() {
    int ops = 0;
    for (IoInterest interest : interests) {
      ops |= interest.interestOps();
    }
    try {
      key.interestOps(ops);
      keys.changed();
    } catch (CancelledKeyException e) {
      // The channel was closed a moment ago, which the next selection notices.
    }
  }

  /** Found ready. On the thread that selects. */
  static void found(SelectionKey key) {
    IoKey self = (IoKey) key.attachment();
    try {
      int ops = key.readyOps();
      if (self.keys.isOneShot()) {
        key.interestOpsAnd(~ops);
      }
      if ((int) READY.getAndBitwiseOr(self, ops) == 0 && ops != 0) {
        self.keys.loop.submitOwn(self);
      }
    } catch (CancelledKeyException e) {
      // As above.
    }
  }

  @Override
  public void run() {
    int ops = (int) READY.getAndSet(this, 0);
    try {
      for (IoInterest interest : interests) {
        try {
          interest.ready(ops);
        } catch (Throwable e) {
          keys.loop.failed(interest, e);
        }
      }
    } finally {
      if (interests.length > 0) {
        if (!key.isValid()) {
          keys.removeClosed(this);
        } else if (keys.isOneShot()) {
          updateInterest();
        }
      }
    }
  }

  /** Registers with another selector in place of the present one. */
  void moveTo(Selector selector) throws ClosedChannelException {
    SelectionKey old = key;
    key = channel.register(selector, 0, this);
    old.cancel();
    updateInterest();
  }

  /** Ends all registrations because the channel is closed, or for another cause. */
  void end(@Nullable Throwable cause) {
    key.cancel();
    IoInterest[] ended = interests;
    interests = NONE;
    for (IoInterest interest : ended) {
      interest.key = null;
      interest.end(
          cause != null
              ? cause
              : channel.isOpen() ? new CancelledKeyException() : new AsynchronousCloseException());
    }
  }

  @Override
  public String toString() {
    return "Io(" + (interests.length == 1 ? interests[0] : channel) + ")";
  }
}
