/**
 * Foreign run loops that drive a loop, one class each.
 *
 * <p>Every toolkit is optional: whoever uses a host has its toolkit already.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // JNA and SWT.
module dev.oneloop.hosts {
  requires transitive dev.oneloop;
  requires static transitive org.jspecify;
  requires static com.sun.jna;
  requires static transitive io.netty.common;
  requires static io.netty.transport;
  requires static transitive io.vertx.core;
  requires static java.desktop;
  requires static javafx.graphics;
  requires static transitive org.eclipse.swt.gtk.linux.x86_64;
  requires static org.lwjgl;
  requires static org.lwjgl.glfw;
  requires static qtjambi;

  exports dev.oneloop.hosts;

  opens dev.oneloop.hosts to
      com.sun.jna;
}
