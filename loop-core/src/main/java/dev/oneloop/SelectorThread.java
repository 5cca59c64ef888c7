package dev.oneloop;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Selects for a loop that cannot sleep in a selector because its thread is a host's: a daemon
 * thread that does nothing but select and submit what is ready.
 *
 * <p>It would find a ready channel again and again until the loop comes to it. Therefore it stops
 * looking for what it has found, and the loop has it look again when the handlers have run.
 */
final class SelectorThread extends IoSelector {
  private final String name;

  /** Wait for the selector to forget the keys that their channels had before. */
  private final Queue<IoInterest> forgetful = new ConcurrentLinkedQueue<>();

  /** Whether {@link #tidy} is on its way to the loop. */
  private final AtomicBoolean tidying = new AtomicBoolean();

  private final LoopTask tidy =
      new LoopTask() {
        @Override
        public void run() {
          tidying.set(false);
          keys.removeClosedIfAny();
        }
      };

  /** Whether {@link #replacement} is on its way to the loop. */
  private final AtomicBoolean replacing = new AtomicBoolean();

  private final LoopTask replacement =
      new LoopTask() {
        @Override
        public void run() {
          replace();
          replacing.set(false);
        }
      };

  /** Whether the thread was started. On the loop. */
  private boolean started;

  private volatile boolean closed;

  SelectorThread(Source source, String name) {
    super(source);
    this.name = name;
  }

  @Override
  void changed() {
    if (started) {
      signal();
    } else {
      started = true;
      Thread thread = new Thread(this::run, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    while (!closed) {
      try {
        select();
      } catch (ClosedSelectorException e) {
        // It was replaced.
      } catch (IOException | RuntimeException | Error e) {
        keys.loop.report(
            LoopFailure.of("The selector of " + keys.loop + " failed; replacing it", e));
        submitReplacement();
      }
    }
    closeSelector();
  }

  private void select() throws IOException {
    boolean empty = selector().select(IoKey::found) == 0;
    boolean isBroken = returned(empty);
    for (IoInterest next; (next = forgetful.poll()) != null; ) {
      // A loop that has closed has told its handler.
      next.send();
    }
    if (keys.hasClosed() && tidying.compareAndSet(false, true)) {
      keys.loop.submitOwn(tidy);
    }
    if (isBroken) {
      submitReplacement();
    }
  }

  private void submitReplacement() {
    if (replacing.compareAndSet(false, true)) {
      keys.loop.submitOwn(replacement);
    }
  }

  /** Ends the thread, and with it the selector. On the loop, which it does not hold up. */
  void close() {
    closed = true;
    if (started) {
      signal();
    } else {
      closeSelector();
    }
  }

  @Override
  boolean forgetCancelled(IoInterest next) {
    forgetful.add(next);
    signal();
    return false;
  }

  @Override
  boolean isOneShot() {
    return true;
  }
}
