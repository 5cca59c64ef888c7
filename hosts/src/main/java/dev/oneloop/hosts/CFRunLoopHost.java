package dev.oneloop.hosts;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Core Foundation: a thread's {@code CFRunLoop}, the one below {@code NSRunLoop}. On macOS, and
 * elsewhere with the library of Swift. Needs JNA.
 *
 * <p><b>Thread.</b> The one that made this host: a run loop belongs to one thread for ever.
 *
 * <p><b>Timer.</b> One {@code CFRunLoopTimer}, re-dated, which only signals the source: a timer
 * does not fire inside of its own callout, so a nested run loop there would miss its deadlines.
 *
 * <p><b>Nested loops</b> run pumps as the outer one does, if they run in one of the common modes.
 *
 * <p><b>Shutdown.</b> Core Foundation does not tell: a run loop that was stopped may run again.
 * Close this host when nobody will run it any more; then pumps are rejected.
 *
 * <p>The library is looked for where macOS has it, or in the file named by the system property
 * {@code dev.oneloop.hosts.corefoundation}.
 */
public final class CFRunLoopHost extends WakeableHost {
  private static final double NEVER = 1e9;
  private static final double NANOS = 1e9;

  /** By what the run loop knows them by, those that are open. */
  private static final Map<Pointer, CFRunLoopHost> HOSTS = new ConcurrentHashMap<>();

  private static final AtomicLong MADE = new AtomicLong();

  /** For ever, as the next: the run loop may be about to call when a host is closed. */
  private static final PerformFunction PERFORM = CFRunLoopHost::perform;

  private static final TimerFunction FIRED = CFRunLoopHost::fired;

  private final Thread thread = Thread.currentThread();

  /** The {@code info} of source and timer: a number, and no address. */
  private final Pointer info = new Pointer(MADE.incrementAndGet());

  /** Retained: it would end with its thread, and may be woken later. */
  private final Pointer runLoop = CF.CFRetain(CF.CFRunLoopGetCurrent());

  private final Pointer source;
  private final Pointer timer;

  /** The current thread's run loop. */
  public CFRunLoopHost() {
    HOSTS.put(info, this);
    // A CFRunLoopSourceContext: version, info, seven functions and perform. Is copied.
    Memory context = newContext(10);
    context.setPointer(9L * Native.POINTER_SIZE, CallbackReference.getFunctionPointer(PERFORM));
    source = CF.CFRunLoopSourceCreate(null, 0, context);
    timer =
        CF.CFRunLoopTimerCreate(
            null,
            CF.CFAbsoluteTimeGetCurrent() + NEVER,
            NEVER,
            0,
            0,
            CallbackReference.getFunctionPointer(FIRED),
            // A CFRunLoopTimerContext: version, info and three functions. Is copied, too.
            newContext(5));
    CF.CFRunLoopAddSource(runLoop, source, CF.COMMON_MODES);
    CF.CFRunLoopAddTimer(runLoop, timer, CF.COMMON_MODES);
  }

  private Memory newContext(long fields) {
    Memory context = new Memory(fields * Native.POINTER_SIZE);
    context.clear();
    context.setPointer(Native.POINTER_SIZE, info);
    return context;
  }

  private static void perform(Pointer info) {
    CFRunLoopHost host = HOSTS.get(info);
    if (host != null) {
      host.runNext();
    }
  }

  private static void fired(Pointer timer, Pointer info) {
    CFRunLoopHost host = HOSTS.get(info);
    if (host != null) {
      host.signalIfOpen();
    }
  }

  /** The source is freed at once where the host is closed while its timer fires. */
  private synchronized void signalIfOpen() {
    if (HOSTS.containsKey(info)) {
      signal();
    }
  }

  /**
   * Runs the run loop until this host is closed: for a thread that has no other reason to run it.
   * Called on the host's thread.
   */
  public void run() {
    CF.CFRunLoopRun();
  }

  static String library() {
    return System.getProperty(
        "dev.oneloop.hosts.corefoundation",
        "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation");
  }

  private void signal() {
    CF.CFRunLoopSourceSignal(source);
  }

  @Override
  protected void wakeNow() {
    signal();
    CF.CFRunLoopWakeUp(runLoop);
  }

  @Override
  protected void wakeAfter(long nanos) {
    CF.CFRunLoopTimerSetNextFireDate(timer, CF.CFAbsoluteTimeGetCurrent() + nanos / NANOS);
  }

  @Override
  protected void release() {
    HOSTS.remove(info);
    CF.CFRunLoopTimerInvalidate(timer);
    CF.CFRunLoopSourceInvalidate(source);
    CF.CFRelease(timer);
    CF.CFRelease(source);
    // If it runs for this host alone it is to see that it may return.
    CF.CFRunLoopWakeUp(runLoop);
    CF.CFRelease(runLoop);
  }

  @Override
  public boolean isHostThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public String toString() {
    return "CFRunLoop of " + thread.getName();
  }

  private interface PerformFunction extends Callback {
    void invoke(Pointer info);
  }

  private interface TimerFunction extends Callback {
    void invoke(Pointer timer, Pointer info);
  }

  private static final class CF {
    static final Pointer COMMON_MODES;

    static {
      Native.register(CF.class, library());
      COMMON_MODES =
          NativeLibrary.getInstance(library())
              .getGlobalVariableAddress("kCFRunLoopCommonModes")
              .getPointer(0);
    }

    static native Pointer CFRunLoopGetCurrent();

    static native void CFRunLoopRun();

    static native Pointer CFRunLoopSourceCreate(
        @Nullable Pointer allocator, long order, Pointer context);

    static native Pointer CFRunLoopTimerCreate(
        @Nullable Pointer allocator,
        double date,
        double interval,
        int flags,
        long order,
        Pointer callout,
        Pointer context);

    static native void CFRunLoopAddSource(Pointer runLoop, Pointer source, Pointer mode);

    static native void CFRunLoopAddTimer(Pointer runLoop, Pointer timer, Pointer mode);

    static native void CFRunLoopSourceSignal(Pointer source);

    static native void CFRunLoopWakeUp(Pointer runLoop);

    static native void CFRunLoopTimerSetNextFireDate(Pointer timer, double date);

    static native double CFAbsoluteTimeGetCurrent();

    static native void CFRunLoopTimerInvalidate(Pointer timer);

    static native void CFRunLoopSourceInvalidate(Pointer source);

    static native Pointer CFRetain(Pointer object);

    static native void CFRelease(Pointer object);
  }
}
