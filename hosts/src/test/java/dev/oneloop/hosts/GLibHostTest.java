package dev.oneloop.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  /** In one pass over the ready sources, GLib holds them all until it comes to each. */
  @Test
  void hostsMayBeCollectedBeforeGLibHasLetGoOfThem() {
    Pointer own = GLib.g_main_context_new();
    long address = Pointer.nativeValue(own);
    GLibHost first = new GLibHost(address);
    List<GLibHost> others = new ArrayList<>();
    List<WeakReference<GLibHost>> open = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      GLibHost other = new GLibHost(address);
      other.execute(() -> fail("Ran after close()"));
      others.add(other);
      open.add(new WeakReference<>(other));
    }
    List<Memory> overwritten = new ArrayList<>();
    first.execute(() -> {
      others.forEach(GLibHost::close);
      others.clear();
      while (open.stream().anyMatch(reference -> reference.get() != null)) {
        System.gc();
      }
      for (int i = 0; i < 10_000; i++) {
        Memory other = new Memory(6L * Native.POINTER_SIZE);
        other.setMemory(0, other.size(), (byte) 'x');
        overwritten.add(other);
      }
    });

    GLib.g_main_context_iteration(own, 0);

    assertEquals(10_000, overwritten.size());
    first.close();
  }

  private static final class GLib {
    static {
      Native.register(GLib.class, "glib-2.0");
    }

    static native Pointer g_main_context_new();

    static native int g_main_context_iteration(Pointer context, int mayBlock);

    static native Pointer g_main_loop_new(Pointer context, int running);

    static native void g_main_loop_run(Pointer loop);

    static native void g_main_loop_quit(Pointer loop);
  }
}
