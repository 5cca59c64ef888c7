package dev.oneloop.hosts;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;

class GLibHostTest extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private Pointer context;

  @SuppressWarnings("NullAway.Init") // by startHost
  private Pointer main;

  @SuppressWarnings("NullAway.Init") // by startHost
  private GLibHost host;

  @Override
  LoopHost startHost() throws Exception {
    context = GLib.g_main_context_new();
    main = GLib.g_main_loop_new(context, 0);
    return startThread(
        () -> {
          host = new GLibHost(Pointer.nativeValue(context));
          return host;
        },
        () -> GLib.g_main_loop_run(main));
  }

  @Override
  boolean stopHost() throws Exception {
    host.execute(() -> GLib.g_main_loop_quit(main));
    joinThread();
    host.close();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    Pointer nested = GLib.g_main_loop_new(context, 0);
    return new NestedHostLoop() {
      @Override
      public void enter() {
        GLib.g_main_loop_run(nested);
      }

      @Override
      public void exit() {
        GLib.g_main_loop_quit(nested);
      }
    };
  }

  private static final class GLib {
    static {
      Native.register(GLib.class, "glib-2.0");
    }

    static native Pointer g_main_context_new();

    static native Pointer g_main_loop_new(Pointer context, int running);

    static native void g_main_loop_run(Pointer loop);

    static native void g_main_loop_quit(Pointer loop);
  }
}
