package dev.oneloop;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The channels that are registered with a loop. Confined to the loop, but for {@link #register}.
 */
final class IoKeys {
  final LoopCore loop;
  private final IoSelector selecting;
  private final Set<IoKey> keys = new HashSet<>();

  /** Registrations that wait for the selector to forget the key that their channel had before. */
  private final Set<IoInterest> waiting = new HashSet<>();

  private final AtomicBoolean hooked = new AtomicBoolean();

  /** How many keys there are, for the thread that selects; written on the loop. */
  private volatile int size;

  /** Open while a channel is registered. */
  private @Nullable WorkGuard guard;

  /** Set when the loop closes: from then on registrations end at once. */
  private @Nullable RejectedExecutionException closed;

  IoKeys(LoopCore loop, IoSelector selecting) {
    this.loop = loop;
    this.selecting = selecting;
  }

  /** Any thread. */
  IoRegistration register(SelectableChannel channel, int ops, IoHandler handler)
      throws ClosedChannelException {
    Objects.requireNonNull(handler, "handler");
    checkOps(channel, ops);
    check(channel);
    if (hooked.compareAndSet(false, true)) {
      // A loop without hooks closes inside of shutdown(). This one has handlers to tell before.
      loop.onShutdown(() -> {});
    }
    IoInterest interest = new IoInterest(this, channel, ops, handler);
    if (loop.isOwner() ? loop.inbox.isClosed() : !interest.send()) {
      throw new RejectedExecutionException(loop + " has shut down and registers no " + channel);
    }
    if (loop.isOwner()) {
      attach(interest);
    }
    return interest;
  }

  private void check(SelectableChannel channel) throws ClosedChannelException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    if (channel.isBlocking()) {
      throw new IllegalStateException(
          channel + " is in blocking mode; " + loop + " needs configureBlocking(false) before");
    }
    if (channel.provider() != selecting.selector().provider()) {
      throw new IllegalArgumentException(
          channel + " is of another SelectorProvider than the selector of " + loop);
    }
  }

  void checkOps(SelectableChannel channel, int ops) {
    if ((ops & ~channel.validOps()) != 0) {
      throw new IllegalArgumentException(
          "Operations "
              + ops
              + " are not among those that "
              + loop
              + " can wait for on "
              + channel
              + ", which are "
              + channel.validOps());
    }
  }

  /** Makes the selector follow a registration that has changed, or that is new. */
  void update(IoInterest interest) {
    IoKey key = interest.key;
    if (key != null) {
      if (interest.isValid()) {
        key.updateInterest();
      } else {
        key.remove(interest);
      }
    } else if (!interest.isValid()) {
      waiting.remove(interest);
    } else {
      try {
        attach(interest);
      } catch (IOException | RuntimeException e) {
        interest.end(e);
      }
    }
  }

  private void attach(IoInterest interest) throws ClosedChannelException {
    if (closed != null) {
      interest.end(closed);
      return;
    }
    waiting.remove(interest);
    SelectableChannel channel = interest.channel();
    Selector selector = selecting.selector();
    IoKey key = IoKey.of(channel, selector);
    if (key == null) {
      if (channel.keyFor(selector) != null && !forgetCancelled(interest)) {
        waiting.add(interest);
        return;
      }
      key = new IoKey(this, channel, selector);
      keys.add(key);
      resized();
    }
    key.add(interest);
  }

  private boolean forgetCancelled(IoInterest next) throws ClosedChannelException {
    try {
      return selecting.forgetCancelled(next);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("The selector of " + loop + " failed", e);
    }
  }

  void removed(IoKey key) {
    keys.remove(key);
    resized();
    changed();
  }

  /** A key was found to be cancelled, because its channel was closed. */
  void removeClosed(IoKey key) {
    if (keys.remove(key)) {
      resized();
      key.end(null);
    }
  }

  private void resized() {
    size = keys.size();
    if (size > 0 && guard == null) {
      guard = loop.acquireWorkGuard();
    } else if (size == 0 && guard != null) {
      guard.close();
      guard = null;
    }
  }

  /** How many channels are registered. On the loop. */
  int size() {
    return keys.size();
  }

  void changed() {
    selecting.changed();
  }

  boolean isOneShot() {
    return selecting.isOneShot();
  }

  /**
   * Whether the selector has dropped keys because their channels were closed. After a selection, on
   * the thread that selects.
   */
  boolean hasClosed() {
    return selecting.selector().keys().size() < size;
  }

  /**
   * Ends the registrations of channels that were closed, if the selector has dropped any. True if
   * there were some.
   */
  boolean removeClosedIfAny() {
    return hasClosed() && removeClosed();
  }

  /** Ends the registrations of channels that were closed. True if there were some. */
  boolean removeClosed() {
    List<IoKey> ended = null;
    for (IoKey key : keys) {
      if (!key.isValid()) {
        ended = ended == null ? new ArrayList<>() : ended;
        ended.add(key);
      }
    }
    if (ended != null) {
      ended.forEach(this::removeClosed);
    }
    return ended != null;
  }

  /** Registers everything with another selector. */
  void moveTo(Selector selector) {
    for (IoKey key : List.copyOf(keys)) {
      try {
        key.moveTo(selector);
      } catch (IOException | RuntimeException e) {
        keys.remove(key);
        resized();
        key.end(e);
      }
    }
  }

  /** Ends all registrations, while the loop still takes what their handlers submit. */
  void close() {
    closed = new RejectedExecutionException(loop + " has shut down");
    // One by one, so that this can go on where a fatal error has left off.
    while (!keys.isEmpty()) {
      IoKey key = keys.iterator().next();
      keys.remove(key);
      resized();
      key.end(closed);
    }
    while (!waiting.isEmpty()) {
      IoInterest interest = waiting.iterator().next();
      waiting.remove(interest);
      interest.end(closed);
    }
  }
}
