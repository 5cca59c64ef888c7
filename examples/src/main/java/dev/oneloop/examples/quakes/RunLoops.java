package dev.oneloop.examples.quakes;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.oneloop.LoopHost;
import dev.oneloop.hosts.CFRunLoopHost;
import dev.oneloop.hosts.GLibHost;
import dev.oneloop.hosts.GlfwHost;
import dev.oneloop.hosts.JavaFxHost;
import dev.oneloop.hosts.NSRunLoopHost;
import dev.oneloop.hosts.NettyHost;
import dev.oneloop.hosts.QtHost;
import dev.oneloop.hosts.SwtHost;
import dev.oneloop.hosts.VertxHost;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.qt.core.QCoreApplication;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.eclipse.swt.widgets.Display;
import org.lwjgl.glfw.GLFW;

/**
 * Starts the run loops of other toolkits, each on a thread that does not keep the program alive.
 */
final class RunLoops {
  private RunLoops() {}

  static LoopHost javaFx() {
    if (System.getenv("DISPLAY") == null) {
      System.setProperty("glass.platform", "Monocle");
      System.setProperty("monocle.platform", "Headless");
      System.setProperty("prism.order", "sw");
    }
    Platform.startup(() -> {});
    return new JavaFxHost();
  }

  static LoopHost swt() throws ExecutionException, InterruptedException {
    return start(
        Display::new,
        SwtHost::new,
        display -> {
          while (!display.isDisposed()) {
            if (!display.readAndDispatch()) {
              display.sleep();
            }
          }
        });
  }

  static LoopHost glib() throws ExecutionException, InterruptedException {
    NativeLibrary glib = NativeLibrary.getInstance("glib-2.0");
    Object[] nothing = {};
    Pointer context = glib.getFunction("g_main_context_new").invokePointer(nothing);
    return start(
        () -> glib.getFunction("g_main_loop_new").invokePointer(new Object[] {context, 0}),
        loop -> new GLibHost(Pointer.nativeValue(context)),
        loop -> glib.getFunction("g_main_loop_run").invoke(new Object[] {loop}));
  }

  static LoopHost qt() throws ExecutionException, InterruptedException {
    return start(
        () -> QCoreApplication.initialize(new String[] {"quakes"}),
        application -> new QtHost(),
        application -> QCoreApplication.exec());
  }

  static LoopHost nsRunLoop() throws ExecutionException, InterruptedException {
    return start(NSRunLoopHost::new, host -> host, NSRunLoopHost::run);
  }

  static LoopHost cfRunLoop() throws ExecutionException, InterruptedException {
    return start(CFRunLoopHost::new, host -> host, CFRunLoopHost::run);
  }

  static LoopHost netty() {
    return new NettyHost(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next());
  }

  static LoopHost vertx() {
    return new VertxHost(Vertx.vertx().getOrCreateContext());
  }

  /** Without a window, on the platform that needs no display. */
  static LoopHost glfw() throws ExecutionException, InterruptedException {
    return start(
        () -> {
          GLFW.glfwInitHint(GLFW.GLFW_PLATFORM, GLFW.GLFW_PLATFORM_NULL);
          GLFW.glfwInit();
          return new GlfwHost();
        },
        host -> host,
        host -> {
          while (true) {
            host.waitEvents();
          }
        });
  }

  /** Makes, on a new thread, a run loop and the host of it, and runs it there. */
  private static <T> LoopHost start(Supplier<T> make, Function<T, LoopHost> attach, Consumer<T> run)
      throws ExecutionException, InterruptedException {
    CompletableFuture<LoopHost> attached = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              T runLoop;
              try {
                runLoop = make.get();
                attached.complete(attach.apply(runLoop));
              } catch (Throwable e) {
                attached.completeExceptionally(e);
                return;
              }
              run.accept(runLoop);
            },
            "run-loop");
    thread.setDaemon(true);
    thread.start();
    return attached.get();
  }
}
