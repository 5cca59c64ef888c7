package dev.oneloop.hosts;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * GLib: a {@code GMainContext}, and so GTK, GNOME and GStreamer. One event source, moved by its
 * ready time, is wake and timer in one. Needs JNA.
 *
 * <p><b>Thread.</b> Whichever has acquired the context at this moment, for instance by {@code
 * g_main_loop_run}.
 *
 * <p><b>Timer.</b> The source's ready time, in microseconds, rounded up.
 *
 * <p><b>Nested loops</b> ({@code g_main_loop_run} inside a callback, {@code gtk_dialog_run}) run
 * pumps as the outer one does: the source may recurse.
 *
 * <p><b>Shutdown.</b> GLib does not tell: a main loop that has quit may run again. Close this host
 * when nobody will iterate the context any more; then pumps are rejected.
 */
public final class GLibHost extends WakeableHost {
  /** Behind GTK's events (0) and drawing (120), before idle work (200). */
  private static final int PRIORITY = 130;

  /** More than {@code sizeof(GSource)}, which is 96. */
  private static final int SOURCE_SIZE = 128;

  private static final int KEEP = 1;

  /** By source, those that are open. */
  private static final Map<Pointer, GLibHost> HOSTS = new ConcurrentHashMap<>();

  private static final DispatchFunction DISPATCH = GLibHost::dispatch;

  /**
   * A {@code GSourceFuncs}: prepare, check, dispatch, finalize and two private ones. For ever: GLib
   * may hold a source, and look at these, when its host has long been closed and collected.
   */
  private static final Memory FUNCTIONS = newFunctions();

  private final Pointer context;
  private final Pointer source;

  /** The default context, on which GTK runs. May be called on any thread. */
  public GLibHost() {
    this(0);
  }

  /**
   * A context of one's own. May be called on any thread.
   *
   * @param context the address of a {@code GMainContext}; 0 is the default one
   */
  public GLibHost(long context) {
    this.context = new Pointer(context);
    source = GLib.g_source_new(FUNCTIONS, SOURCE_SIZE);
    HOSTS.put(source, this);
    GLib.g_source_set_priority(source, PRIORITY);
    GLib.g_source_set_can_recurse(source, 1);
    GLib.g_source_attach(source, this.context);
  }

  private static Memory newFunctions() {
    Memory functions = new Memory(6L * Native.POINTER_SIZE);
    functions.clear();
    functions.setPointer(2L * Native.POINTER_SIZE, CallbackReference.getFunctionPointer(DISPATCH));
    return functions;
  }

  private static int dispatch(Pointer source, Pointer callback, Pointer data) {
    GLib.g_source_set_ready_time(source, -1);
    GLibHost host = HOSTS.get(source);
    if (host != null) {
      host.runNext();
    }
    return KEEP;
  }

  @Override
  protected void wakeNow() {
    GLib.g_source_set_ready_time(source, 0);
  }

  @Override
  protected void wakeAfter(long nanos) {
    GLib.g_source_set_ready_time(source, GLib.g_get_monotonic_time() + nanos / 1000 + 1);
  }

  @Override
  protected void release() {
    HOSTS.remove(source);
    GLib.g_source_destroy(source);
    GLib.g_source_unref(source);
  }

  @Override
  public boolean isHostThread() {
    return GLib.g_main_context_is_owner(context) != 0;
  }

  @Override
  public String toString() {
    return "GLib";
  }

  private interface DispatchFunction extends Callback {
    int invoke(Pointer source, Pointer callback, Pointer data);
  }

  private static final class GLib {
    static {
      Native.register(GLib.class, "glib-2.0");
    }

    static native Pointer g_source_new(Pointer functions, int size);

    static native void g_source_set_priority(Pointer source, int priority);

    static native void g_source_set_can_recurse(Pointer source, int recurse);

    static native int g_source_attach(Pointer source, Pointer context);

    static native void g_source_set_ready_time(Pointer source, long micros);

    static native void g_source_destroy(Pointer source);

    static native void g_source_unref(Pointer source);

    static native long g_get_monotonic_time();

    static native int g_main_context_is_owner(Pointer context);
  }
}
