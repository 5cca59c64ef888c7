package dev.oneloop.hosts;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
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

  private final Thread thread = Thread.currentThread();
  private final PerformFunction perform = info -> runNext();
  private final TimerFunction fired = (timer, info) -> signal();

  /** A {@code CFRunLoopSourceContext}: version, info, seven functions and perform. */
  private final Memory context = new Memory(10L * Native.POINTER_SIZE);

  /** Retained: it would end with its thread, and may be woken later. */
  private final Pointer runLoop = CF.CFRetain(CF.CFRunLoopGetCurrent());

  private final Pointer source;
  private final Pointer timer;

  /** The current thread's run loop. */
  public CFRunLoopHost() {
    context.clear();
    context.setPointer(9L * Native.POINTER_SIZE, CallbackReference.getFunctionPointer(perform));
    source = CF.CFRunLoopSourceCreate(null, 0, context);
    timer =
        CF.CFRunLoopTimerCreate(
            null,
            CF.CFAbsoluteTimeGetCurrent() + NEVER,
            NEVER,
            0,
            0,
            CallbackReference.getFunctionPointer(fired),
            null);
    CF.CFRunLoopAddSource(runLoop, source, CF.COMMON_MODES);
    CF.CFRunLoopAddTimer(runLoop, timer, CF.COMMON_MODES);
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
        @Nullable Pointer context);

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
