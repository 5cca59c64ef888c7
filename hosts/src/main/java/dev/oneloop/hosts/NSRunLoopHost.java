package dev.oneloop.hosts;

import static dev.oneloop.hosts.ObjectiveC.inPool;
import static dev.oneloop.hosts.ObjectiveC.newType;
import static dev.oneloop.hosts.ObjectiveC.selector;
import static dev.oneloop.hosts.ObjectiveC.send;
import static dev.oneloop.hosts.ObjectiveC.string;
import static dev.oneloop.hosts.ObjectiveC.type;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cocoa: a thread's {@code NSRunLoop}, through the Objective-C runtime. GNUstep's on Linux; on
 * macOS {@link CFRunLoopHost} drives the same run loop with one hop less. Needs JNA.
 *
 * <p>All wakes go through one relay thread, by {@code performSelector:onThread:}. GNUstep loses
 * what a thread performs on itself until some other event comes, and wants to be told of every
 * thread that calls it.
 *
 * <p><b>Thread.</b> The one that made this host: a run loop belongs to one thread for ever.
 *
 * <p><b>Timer.</b> The relay thread's, in nanoseconds.
 *
 * <p><b>Nested loops</b> run pumps as the outer one does, in the default mode and in those of modal
 * panels and of event tracking.
 *
 * <p><b>Shutdown.</b> A run loop does not tell: it may run again. Close this host when nobody will
 * run it any more; then pumps are rejected. A wake that finds its thread ended closes it too.
 */
public final class NSRunLoopHost extends WakeableHost {
  private static final Map<Pointer, NSRunLoopHost> HOSTS = new ConcurrentHashMap<>();
  private static final ObjectiveC.Method TURN = NSRunLoopHost::turn;
  private static final Pointer TYPE = newType("OneloopTarget", "turn:", TURN);
  private static final ScheduledThreadPoolExecutor RELAY = newRelay();
  private static final List<String> MODE_NAMES =
      List.of(ObjectiveC.DEFAULT_MODE, "NSModalPanelRunLoopMode", "NSEventTrackingRunLoopMode");
  private static final double CENTURY = 3e9;
  private static final byte NO = 0;
  private static final byte YES = 1;

  private static final int THREAD = 0;
  private static final int TARGET = 1;
  private static final int MODES = 2;

  /** A timer that never fires: a run loop without any would return at once. */
  private static final int ANCHOR = 3;

  private final Thread thread = Thread.currentThread();

  /** Objective-C objects, retained until this host is released. */
  private final Pointer[] natives = new Pointer[4];

  /** The relay's next wake. Guarded by this. */
  private @Nullable Future<?> timer;

  /** The current thread's run loop. */
  public NSRunLoopHost() {
    inPool(this::attach);
    HOSTS.put(natives[TARGET], this);
  }

  private void attach() {
    natives[THREAD] = send(send(type("NSThread"), "currentThread"), "retain");
    natives[TARGET] = send(TYPE, "new");
    natives[MODES] = send(type("NSMutableArray"), "new");
    natives[ANCHOR] =
        send(
            send(
                type("NSTimer"),
                "timerWithTimeInterval:target:selector:userInfo:repeats:",
                CENTURY,
                natives[TARGET],
                selector("turn:"),
                Pointer.NULL,
                YES),
            "retain");
    // GNUstep knows no common modes here: each by its name.
    Pointer runLoop = send(type("NSRunLoop"), "currentRunLoop");
    for (String mode : MODE_NAMES) {
      send(natives[MODES], "addObject:", string(mode));
      send(runLoop, "addTimer:forMode:", natives[ANCHOR], string(mode));
    }
  }

  private static ScheduledThreadPoolExecutor newRelay() {
    ScheduledThreadPoolExecutor relay =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "oneloop-nsrunloop-relay");
              thread.setDaemon(true);
              return thread;
            });
    relay.setRemoveOnCancelPolicy(true);
    return relay;
  }

  private static void turn(Pointer self, Pointer selector, Pointer argument) {
    NSRunLoopHost host = HOSTS.get(self);
    if (host != null) {
      host.runNext();
    }
  }

  /**
   * Runs the run loop until this host is closed: for a thread that has no other reason to run it.
   * Called on the host's thread.
   */
  public void run() {
    inPool(() -> send(send(type("NSRunLoop"), "currentRunLoop"), "run"));
  }

  /** On the relay thread, as the release is. */
  private void perform() {
    if (!HOSTS.containsKey(natives[TARGET])) {
      return;
    }
    if (thread.isAlive()) {
      inPool(() -> tell(natives[TARGET], "turn:"));
    } else {
      close();
    }
  }

  /** Has the run loop send an object a message, soon. Ends the process if its thread has ended. */
  private void tell(Pointer receiver, String message) {
    send(
        receiver,
        "performSelector:onThread:withObject:waitUntilDone:modes:",
        selector(message),
        natives[THREAD],
        Pointer.NULL,
        NO,
        natives[MODES]);
  }

  @Override
  protected void wakeNow() {
    RELAY.execute(this::perform);
  }

  @Override
  protected void wakeAfter(long nanos) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = RELAY.schedule(this::perform, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  protected void release() {
    if (timer != null) {
      timer.cancel(false);
    }
    RELAY.execute(() -> inPool(this::detach));
  }

  private void detach() {
    HOSTS.remove(natives[TARGET]);
    // By the run loop: one that runs for this host alone sees then that it may return. From here,
    // this could come between its last look at its timers and its sleep.
    if (thread.isAlive()) {
      tell(natives[ANCHOR], "invalidate");
    }
    for (Pointer each : natives) {
      send(each, "release");
    }
  }

  @Override
  public boolean isHostThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public String toString() {
    return "NSRunLoop of " + thread.getName();
  }
}
