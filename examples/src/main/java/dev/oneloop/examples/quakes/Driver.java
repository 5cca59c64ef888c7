package dev.oneloop.examples.quakes;

import dev.oneloop.LoopBuilder;
import dev.oneloop.LoopHost;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import java.awt.EventQueue;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Who runs the loop. */
enum Driver {
  /** A thread of the loop's own. */
  THREAD {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.start();
    }
  },
  /** The main thread, which calls the loop. */
  MANUAL {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.manual();
    }
  },
  /** A thread of the loop's own that sleeps in a NIO selector. */
  SELECTOR {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.selecting();
    }
  },
  /** The event thread of AWT and Swing, as a guest of that run loop. */
  SWING {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      // Nothing is shown on a screen, so none is needed.
      System.setProperty("java.awt.headless", "true");
      return builder.on(EventQueue::invokeLater);
    }
  },
  /** The main thread, in virtual time: as fast as it goes, and the same every time. */
  SIMULATED {
    @Override
    ManagedLoop open(LoopBuilder builder) {
      return builder.simulated();
    }
  },
  JAVAFX(RunLoops::javaFx),
  SWT(RunLoops::swt),
  GLIB(RunLoops::glib),
  QT(RunLoops::qt),
  NSRUNLOOP(RunLoops::nsRunLoop),
  CFRUNLOOP(RunLoops::cfRunLoop),
  NETTY(RunLoops::netty),
  VERTX(RunLoops::vertx),
  GLFW(RunLoops::glfw);

  @SuppressWarnings("ImmutableEnumChecker") // a method without state
  private final Callable<LoopHost> host;

  /** One that opens the loop in a way of its own. */
  Driver() {
    this(() -> Runnable::run);
  }

  /** The run loop of a toolkit, see {@link RunLoops}. */
  Driver(Callable<LoopHost> host) {
    this.host = host;
  }

  /**
   * Makes the loop.
   *
   * @throws IOException if its run loop does not start
   */
  ManagedLoop open(LoopBuilder builder) throws IOException {
    try {
      return builder.on(host.call());
    } catch (Exception | LinkageError e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      String reason = String.valueOf(cause).lines().findFirst().orElse("");
      throw new IOException("the run loop of " + this + " does not start here: " + reason, e);
    }
  }

  boolean isSimulated() {
    return this == SIMULATED;
  }

  /** Waits for a result, and runs the loop meanwhile if nobody else does. */
  void await(ManagedLoop loop, CompletableFuture<?> result)
      throws ExecutionException, InterruptedException {
    if (loop instanceof ManualLoop mine) {
      mine.runUntilComplete(result);
    } else {
      result.get();
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
