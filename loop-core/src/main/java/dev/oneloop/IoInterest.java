package dev.oneloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/** One registration. As a task it carries changes from other threads to the loop. */
final class IoInterest extends LoopTask implements IoRegistration, Traced {
  private static final VarHandle QUEUED;
  private static final VarHandle VALID;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      QUEUED = lookup.findVarHandle(IoInterest.class, "queued", boolean.class);
      VALID = lookup.findVarHandle(IoInterest.class, "valid", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final IoKeys keys;
  private final SelectableChannel channel;
  private final IoHandler handler;
  private final @Nullable TaskOrigin origin;

  /** Written by any thread; what the selector knows follows on the loop. */
  private volatile int ops;

  /** Cleared once: by {@link #close()}, or by the end that the handler is told of. */
  private volatile boolean valid = true;

  /**
   * Whether this is on its way to the loop; set by the thread that sends it, cleared by the loop.
   */
  private volatile boolean queued;

  /** Where it is registered, or null before and after. On the loop. */
  @Nullable IoKey key;

  IoInterest(IoKeys keys, SelectableChannel channel, int ops, IoHandler handler) {
    this.keys = keys;
    this.channel = channel;
    this.ops = ops;
    this.handler = handler;
    origin = keys.loop.originHere();
  }

  /** Lets the loop know. False if the loop has closed. */
  boolean send() {
    // Cleared before the change is read: a change that comes later is sent again.
    return !QUEUED.compareAndSet(this, false, true) || keys.loop.submitOwn(this);
  }

  @Override
  public void run() {
    queued = false;
    keys.update(this);
  }

  @Override
  protected void rejected(Throwable cause) {
    end(cause);
  }

  /** Calls the handler, if it is concerned. On the loop. */
  void ready(int readyOps) throws Exception {
    int wanted = ops & readyOps;
    if (wanted != 0 && valid) {
      handler.ready(this, wanted);
    }
  }

  /**
   * Ends the registration, unless it was closed. On the loop, or where an abandoned one is settled.
   */
  void end(Throwable cause) {
    if (VALID.compareAndSet(this, true, false)) {
      try {
        handler.closed(this, cause);
      } catch (RuntimeException | Error e) {
        keys.loop.failed(this, e);
      }
    }
  }

  @Override
  public @Nullable TaskOrigin origin() {
    return origin;
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public int interestOps() {
    return ops;
  }

  @Override
  public void interestOps(int newOps) {
    keys.checkOps(channel, newOps);
    if (!valid) {
      throw new CancelledKeyException();
    }
    if (newOps != ops) {
      ops = newOps;
      changed();
    }
  }

  @Override
  public boolean isValid() {
    return valid;
  }

  @Override
  public void close() {
    if (VALID.compareAndSet(this, true, false)) {
      changed();
    }
  }

  private void changed() {
    if (keys.loop.isOwner()) {
      keys.update(this);
    } else {
      // A loop that has closed has ended all registrations, or is about to.
      send();
    }
  }

  @Override
  public String toString() {
    return "IoRegistration(" + channel + ", " + handler + ")";
  }
}
