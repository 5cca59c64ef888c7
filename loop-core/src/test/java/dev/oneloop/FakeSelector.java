package dev.oneloop;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Returns at once, and never with a channel that is ready. */
final class FakeSelector extends AbstractSelector {
  static final long FOR_EVER = -1;

  private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();

  /** How long it was to wait, in milliseconds. */
  final List<Long> timeouts = new CopyOnWriteArrayList<>();

  /** How often it was to look without waiting. */
  final AtomicInteger looks = new AtomicInteger();

  /** What happens while it should wait. */
  volatile Runnable waiting = () -> {};

  /** What happens while it looks without waiting. */
  volatile Runnable looking = () -> {};

  FakeSelector() {
    super(SelectorProvider.provider());
  }

  @Override
  protected void implCloseSelector() {
    keys.clear();
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    Key key = new Key(channel, ops);
    key.attach(attachment);
    keys.add(key);
    return key;
  }

  @Override
  public Set<SelectionKey> keys() {
    return keys;
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow(Consumer<SelectionKey> action) {
    looks.incrementAndGet();
    looking.run();
    return 0;
  }

  @Override
  public int select(Consumer<SelectionKey> action, long timeout) {
    timeouts.add(timeout);
    waiting.run();
    return 0;
  }

  @Override
  public int select(Consumer<SelectionKey> action) {
    timeouts.add(FOR_EVER);
    waiting.run();
    return 0;
  }

  @Override
  public int selectNow() {
    return 0;
  }

  @Override
  public int select(long timeout) {
    return 0;
  }

  @Override
  public int select() {
    return 0;
  }

  @Override
  public Selector wakeup() {
    return this;
  }

  private final class Key extends AbstractSelectionKey {
    private final SelectableChannel channel;
    private volatile int interestOps;

    Key(SelectableChannel channel, int interestOps) {
      this.channel = channel;
      this.interestOps = interestOps;
    }

    @Override
    public SelectableChannel channel() {
      return channel;
    }

    @Override
    public Selector selector() {
      return FakeSelector.this;
    }

    @Override
    public int interestOps() {
      return interestOps;
    }

    @Override
    public SelectionKey interestOps(int ops) {
      interestOps = ops;
      return this;
    }

    @Override
    public int readyOps() {
      return 0;
    }
  }
}
