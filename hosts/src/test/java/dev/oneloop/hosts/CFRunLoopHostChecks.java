package dev.oneloop.hosts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Run by {@link CFRunLoopHostTest} in a JVM that can load Core Foundation. */
class CFRunLoopHostChecks extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private Pointer runLoop;

  @SuppressWarnings("NullAway.Init") // by startHost
  private CFRunLoopHost host;

  @Override
  LoopHost startHost() throws Exception {
    return startThread(
        () -> {
          runLoop = CF.CFRunLoopGetCurrent();
          host = new CFRunLoopHost();
          return host;
        },
        () -> host.run());
  }

  @Override
  boolean stopHost() throws Exception {
    host.close();
    joinThread();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    return new NestedHostLoop() {
      @Override
      public void enter() {
        CF.CFRunLoopRun();
      }

      @Override
      public void exit() {
        CF.CFRunLoopStop(runLoop);
      }
    };
  }

  /** What its timer signals is freed when it is closed. */
  @Test
  void aHostMayBeClosedWhileItsTimerFires() throws Exception {
    int rounds = 3000;
    SynchronousQueue<CFRunLoopHost> made = new SynchronousQueue<>();
    Thread runner =
        new Thread(() -> {
          for (int i = 0; i < rounds; i++) {
            CFRunLoopHost each = new CFRunLoopHost();
            if (!offer(made, each)) {
              return;
            }
            each.run();
          }
        });
    runner.setDaemon(true);
    runner.start();
    for (int i = 0; i < rounds; i++) {
      CFRunLoopHost each = made.poll(20, TimeUnit.SECONDS);
      assertNotNull(each, "The run loop does not return");
      each.executeAfter(() -> {}, 20_000);
      each.executeAfter(() -> {}, 60_000);
      for (int spin = 0; spin < i % 300 * 20; spin++) {
        Thread.onSpinWait();
      }
      each.close();
    }
    runner.join(20_000);
    assertFalse(runner.isAlive(), "The run loop does not return");
  }

  private static boolean offer(SynchronousQueue<CFRunLoopHost> made, CFRunLoopHost host) {
    try {
      return made.offer(host, 20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static final class CF {
    static {
      Native.register(CF.class, CFRunLoopHost.library());
    }

    static native Pointer CFRunLoopGetCurrent();

    static native void CFRunLoopRun();

    static native void CFRunLoopStop(Pointer runLoop);
  }
}
