package dev.oneloop.hosts;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;

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

  private static final class CF {
    static {
      Native.register(CF.class, CFRunLoopHost.library());
    }

    static native Pointer CFRunLoopGetCurrent();

    static native void CFRunLoopRun();

    static native void CFRunLoopStop(Pointer runLoop);
  }
}
